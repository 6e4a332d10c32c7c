import type { AbortReason, AttemptContext } from '../job/handler-context.ts';
import type { JobDefinition } from '../job/job-definition.ts';
import type { Outcome } from '../job/outcome.ts';
import { parsePayload } from '../job/payload.ts';
import { toJobError } from '../job/to-job-error.ts';
import type { Attempt, HandlerEnd } from './attempt.ts';
import type { Deadlines } from './deadlines.ts';
import { AttemptTimeoutError, failureOutcome, finalReason } from './failure-outcome.ts';
import { usableOutcome } from './usable-outcome.ts';
import { type Origin, traceAttempt } from './trace-attempt.ts';

/** What an attempt comes to. */
export type AttemptEnd =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** The handler's own transaction has recorded it. */
  | { readonly kind: 'recorded' }
  /** It was cut short by a shutdown, and nobody is to blame. */
  | { readonly kind: 'give-back' };

/** What every attempt of a worker is handled with. */
export interface Handling {
  readonly deadlines: Deadlines;
  /** `redact`: the paths that the job's definition hides in logs. */
  readonly makeContext: (attempt: Attempt, redact: readonly string[]) => AttemptContext;
  /** How long a handler may go on after its signal, in milliseconds, before it is given up as stuck. */
  readonly stuckGraceMs: number;
  readonly redact: (text: string) => string;
  readonly random: () => number;
}

/** A payload as it came, with the version of its shape. */
export interface VersionedPayload {
  readonly payload: unknown;
  readonly version: number;
}

/** All that a handler's attempt begins with. */
export interface IncomingJob extends VersionedPayload, Origin {}

/**
 * Checks the payload, runs the handler under its deadline, and judges how it ended. Never throws or rejects. What need
 * not be waited for is not: each layer of promises costs a short job some per cent.
 */
export function handleAttempt(
  attempt: Attempt,
  definition: JobDefinition,
  message: IncomingJob,
  handling: Handling,
): AttemptEnd | Promise<AttemptEnd> {
  const judged = (end: HandlerEnd): AttemptEnd => judge(attempt, definition, end, handling);
  const refused = (thrown: unknown): AttemptEnd => judged({ kind: 'threw', thrown });
  const run = ({ value }: { readonly value: unknown }): Promise<AttemptEnd> => {
    // as: `defineJob` has tied payload and context to this definition's own handler
    const handler = (): unknown =>
      definition.run(value as never, handling.makeContext(attempt, definition.redact) as never);
    const traced = traceAttempt(handler, attempt, [message]);
    return runHandler(attempt, definition, traced, handling).then(judged);
  };
  let parsed: ReturnType<typeof parseVersioned>;
  try {
    parsed = parseVersioned(definition, message);
  } catch (thrown) {
    return refused(thrown);
  }
  return parsed instanceof Promise ? parsed.then(run, refused) : run(parsed);
}

/** Runs `handler` until it ends, or until it ignores its signal for longer than the grace time. */
export function runHandler(
  attempt: Attempt,
  { timeoutMs }: JobDefinition,
  handler: () => unknown,
  handling: Handling,
): Promise<HandlerEnd> {
  const { deadlines } = handling;
  const deadline = deadlines.set(timeoutMs, () =>
    abortAttempt(attempt, { kind: 'timeout', timeoutMs }, handling),
  );
  return attempt.run(handler, () => deadlines.clear(deadline));
}

/** Aborts the attempt's signal, and stops waiting for its handler after the grace time. */
export function abortAttempt(
  attempt: Attempt,
  reason: AbortReason,
  { deadlines, stuckGraceMs }: Pick<Handling, 'deadlines' | 'stuckGraceMs'>,
): void {
  if (attempt.abort(reason)) deadlines.set(stuckGraceMs, () => attempt.giveUp());
}

/** Turns a payload of an older shape into today's, and checks it. @throws InvalidPayloadError */
export function parseVersioned(
  definition: JobDefinition,
  { payload, version }: VersionedPayload,
): ReturnType<typeof parsePayload> {
  const isOld = version < definition.version && definition.upcast !== undefined;
  return parsePayload(definition, isOld ? definition.upcast?.(payload, version) : payload);
}

/** What the end of a handler means for the job. */
export function judge(
  attempt: Attempt,
  definition: JobDefinition,
  end: HandlerEnd,
  handling: Handling,
): AttemptEnd {
  if (attempt.recordedInTransaction) return { kind: 'recorded' };
  if (end.kind === 'returned')
    return { kind: 'outcome', outcome: returnedOutcome(end.value, attempt, definition, handling) };
  // What a handler knows for certain of its effects outweighs why it was stopped.
  const isCertain = end.kind === 'threw' && finalReason(end.thrown) !== undefined;
  const reason = isCertain ? undefined : attempt.abortReason;
  if (reason?.kind === 'shutdown') return { kind: 'give-back' };
  if (reason?.kind === 'cancelled') return { kind: 'outcome', outcome: cancelledOutcome(end) };
  const thrown = reason?.kind === 'timeout' ? timedOut(reason.timeoutMs, end) : thrownBy(end);
  return { kind: 'outcome', outcome: failed(thrown, attempt, definition, handling) };
}

function returnedOutcome(
  value: unknown,
  attempt: Attempt,
  definition: JobDefinition,
  handling: Handling,
): Outcome {
  try {
    return usableOutcome(value);
  } catch (thrown) {
    return failed(thrown, attempt, definition, handling);
  }
}

function cancelledOutcome(end: HandlerEnd): Outcome {
  if (end.kind !== 'stuck') return { kind: 'cancelled', reason: 'cancelled while it ran' };
  const error = new Error(
    'The job was cancelled while it ran, and its handler ignored the signal. Let the handler obey `signal`.',
  );
  return { kind: 'failed', reason: 'stuck', error: toJobError(error) };
}

function timedOut(timeoutMs: number, end: HandlerEnd): Error {
  return new AttemptTimeoutError(
    timeoutMs,
    end.kind === 'stuck',
    end.kind === 'threw' ? end.thrown : undefined,
  );
}

function thrownBy(end: HandlerEnd): unknown {
  return end.kind === 'threw' ? end.thrown : new Error('The attempt was given up.');
}

function failed(
  thrown: unknown,
  attempt: Attempt,
  definition: JobDefinition,
  { redact, random }: Handling,
): Outcome {
  const { attempt: number, maxAttempts } = attempt.job;
  return failureOutcome({ thrown, attempt: number, maxAttempts, policy: definition.retry, redact, random });
}
