import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Brokers } from '../broker/brokers.ts';
import type { Database } from '../db/database.ts';
import type { Queue } from '../job/queue.ts';
import type { Registry } from '../job/registry.ts';
import type { Ledger, WorkerIdentity } from '../ledger/ledger.ts';
import type { JobProducer } from '../producer/make-producer.ts';
import type { EndedAttempt } from '../telemetry/attempt-metrics.ts';
import type { Log } from '../telemetry/log.ts';
import { version } from '../version.ts';
import { RunningWorker } from './running-worker.ts';

/** What a worker process is made of. */
export interface StartWorkerOptions {
  readonly group: string;
  readonly queues: readonly Queue[];
  /** What the group's handlers find in their context. */
  readonly services: object;
  /** Most attempts at a time. */
  readonly concurrency: number;
  /** Where this process answers health questions. */
  readonly httpPort?: number;
  readonly registry: Registry;
  readonly ledger: Ledger;
  readonly database: Database;
  readonly brokers: Brokers;
  readonly producer: JobProducer;
  readonly log: Log;
  /** Told of every attempt that has ended. */
  readonly onEnd?: (attempt: EndedAttempt) => void;
  /** The worker makes no progress and cannot mend itself: the process should exit for its supervisor. */
  readonly onDead?: (why: string) => void;
  readonly redact?: (text: string) => string;
  /** Of a stranger's payload as JSON; a longer one becomes a failed job. Default 65,536. */
  readonly maxPayloadBytes?: number;
  /** How long a handler may go on after its signal, in milliseconds. Default 5,000. */
  readonly stuckGraceMs?: number;
  /** How long a job whose name no worker knows waits for a deploy, in milliseconds. Default 900,000. */
  readonly unknownJobWaitMs?: number;
  /** A number in [0, 1) for the jitter of retries. */
  readonly random?: () => number;
}

/** Starts consuming. Resolves when every queue is consumed; a broker that is away is waited for in the background. */
export async function startWorker(options: StartWorkerOptions): Promise<RunningWorker> {
  const brokers = await Promise.all(options.queues.map((queue) => options.brokers.of(queue)));
  const usesRabbitMq = brokers.some(({ kind }) => kind === 'rabbitmq');
  const worker = new RunningWorker(options, identityOf(options), usesRabbitMq);
  await worker.start();
  return worker;
}

function identityOf({ group, queues, concurrency, httpPort }: StartWorkerOptions): WorkerIdentity {
  return {
    id: randomUUID(),
    group,
    host: hostname(),
    pid: process.pid,
    version,
    queues: queues.map(({ name }) => name),
    concurrency,
    ...(httpPort === undefined ? {} : { httpPort }),
  };
}
