import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Broker, Delivery, Mark, Publication } from '../../broker/broker.ts';
import { newJobId } from '../../job/job-id.ts';
import type { FailedReason } from '../../job/job-state.ts';
import type { Json } from '../../job/json.ts';
import type { Queue } from '../../job/queue.ts';
import { toJobError } from '../../job/to-job-error.ts';
import type { Log } from '../../telemetry/log.ts';
import type { KeptJob, Ledger } from '../ledger.ts';

export interface DeadLettersOptions {
  /** Where the broker puts what it has given up on. */
  readonly deadLetters: Queue;
  readonly openBroker: () => Promise<Pick<Broker, 'consume' | 'publish'>>;
  readonly ledger: Pick<Ledger, 'keep'>;
  /** The queues of which the dead letters may be. */
  readonly queues: readonly Queue[];
  readonly log: Log;
}

export interface RunningDeadLetters {
  close(): Promise<void>;
}

const HOLD = 50;
const RETRY_MS = 1_000;

/**
 * Empties the queue of what a broker has given up on, until closed. A job that the ledger knows is sent again under the
 * same publication, and its claim tells whether it still waits; anything else becomes a failed job.
 */
export function startDeadLetters(options: DeadLettersOptions): RunningDeadLetters {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // one for each message in hand
  const { signal } = closing;
  const consuming = untilDone(signal, options.log, async () => {
    const broker = await options.openBroker();
    return broker.consume(options.deadLetters, { hold: HOLD }, (delivery) => {
      void dispose(delivery, broker, { ...options, signal });
    });
  });
  return {
    close: async () => {
      closing.abort();
      await (await consuming)?.close();
    },
  };
}

interface Disposing extends DeadLettersOptions {
  readonly signal: AbortSignal;
}

async function dispose(
  delivery: Delivery,
  broker: Pick<Broker, 'publish'>,
  { ledger, queues, log, signal }: Disposing,
): Promise<void> {
  const again = publicationOf(delivery, queues);
  const kept = again === undefined ? failedJobOf(delivery) : undefined;
  await untilDone(signal, log, async () => {
    if (delivery.isLost()) return;
    if (again !== undefined) await sendAgain(broker, again);
    if (kept !== undefined) await ledger.keep([kept]);
    await delivery.settle();
    log.warn('RabbitMQ gave up on a message', {
      queue: delivery.queue,
      why: delivery.deadLetter,
      became: kept === undefined ? 'sent again' : `failed job ${kept.id}`,
    });
  });
}

/** Tries once a second until it succeeds; `undefined` when the signal came first. */
async function untilDone<Result>(
  signal: AbortSignal,
  log: Log,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      log.debug('dead letters have to wait', { error: String(error) });
      await wait(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}

async function sendAgain(broker: Pick<Broker, 'publish'>, publication: Publication): Promise<void> {
  const [error] = await broker.publish([publication]);
  if (error !== undefined) throw error;
}

/** `undefined` when the ledger has no row that could tell whether the job still waits. */
function publicationOf(
  { mark, queue, name, body }: Delivery,
  queues: readonly Queue[],
): Publication | undefined {
  if (mark.kind !== 'ours' || name === undefined || body.kind !== 'json') return undefined;
  const isRecorded = queues.some((each) => each.name === queue && each.recorded);
  // What JSON.parse has made is JSON.
  return isRecorded || mark.publication > 1
    ? { ...mark, queue, name, payload: body.value as Json, isRepeat: true }
    : undefined;
}

function failedJobOf({ mark, queue, name, body, deadLetter = 'unknown' }: Delivery): KeptJob {
  const error = new Error(
    `RabbitMQ gave up on this message in queue ${queue}: ${deadLetter}. Retry the job once its cause is mended.`,
  );
  return {
    id: mark.kind === 'ours' ? mark.id : newJobId(),
    name: name ?? '',
    queue,
    version: mark.kind === 'ours' ? mark.version : 1,
    // What JSON.parse has made is JSON.
    ...(body.kind === 'json' ? { payload: body.value as Json } : { raw: body.raw }),
    ...headersOf(mark),
    maxAttempts: 1,
    attempt: 1,
    end: { kind: 'failed', reason: reasonOf(deadLetter), error: toJobError(error) },
    startedAtMs: Date.now(),
    durationMs: 0,
    log: [],
  };
}

function headersOf(mark: Mark): Pick<KeptJob, 'headers'> {
  return mark.kind === 'stranger' ? { headers: mark.headers } : {};
}

/** A message delivered over a hundred times has most likely ended the process each time. */
function reasonOf(deadLetter: string): FailedReason {
  return deadLetter === 'delivery_limit' ? 'poison' : 'permanent';
}
