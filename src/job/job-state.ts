/**
 * The states of a recorded job, as stored in the ledger.
 *
 * ```
 *            ┌── retry, snooze, hand-back ─────────────────┐
 *         waiting ───────────────claim─────────────────▶ active ──▶ completed | cancelled | expired
 *            ▲  └──▶ ended, see below                         └───▶ failed ──▶ waiting (retry) | discarded
 * ```
 *
 * `published` is not stored: it is `waiting` without an outbox row (see {@link VisibleJobState}).
 */
export const JOB_STATES = [
  'waiting',
  'active',
  'completed',
  'cancelled',
  'expired',
  'failed',
  'discarded',
] as const;

export type JobState = (typeof JOB_STATES)[number];

/** What people are shown: `published` is a waiting job that a broker holds. */
export type VisibleJobState = JobState | 'published';

/** Why a job failed for good. `ambiguous` = an effect may or may not have happened and could not be reconciled. */
export const FAILED_REASONS = [
  'attempts',
  'permanent',
  'invalid-payload',
  'unknown-job',
  'poison',
  'ambiguous',
  'stuck',
  'corrupt',
] as const;

export type FailedReason = (typeof FAILED_REASONS)[number];

/**
 * Every change of state that the ledger may write. A parent's failure cancels waiting children; a person's retry
 * of the parent revives them (`cancelled → waiting`). `active → active` is a take-over from a dead owner. A job whose
 * claim was not waited for goes from `waiting` to its end in one step.
 */
export const TRANSITIONS: Readonly<Record<JobState, readonly JobState[]>> = {
  waiting: ['active', 'completed', 'cancelled', 'expired', 'failed'],
  active: ['active', 'waiting', 'completed', 'cancelled', 'expired', 'failed'],
  failed: ['waiting', 'discarded'],
  cancelled: ['waiting'],
  completed: [],
  expired: [],
  discarded: [],
};

export function canMove(from: JobState, to: JobState): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Ended jobs are never run again unless a person retries them. */
export function isEnded(state: JobState): boolean {
  return state !== 'waiting' && state !== 'active';
}
