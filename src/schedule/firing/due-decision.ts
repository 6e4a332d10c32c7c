import type { StoredDefinition } from '../store/stored-schedule.ts';
import { firstDueTimes } from '../timing/due-times.ts';
import { latestDueMs, newestDueTimes } from '../timing/latest-due.ts';
import { nextDueMs } from '../timing/next-due.ts';
import type { Timing } from '../timing/timing.ts';

/** Most due times of one schedule that are fired at once; milder outages never come near it. */
export const MAX_AT_ONCE = 100;

/** What is known of a schedule with a due time that has come. */
export interface DueSchedule {
  readonly timing: Timing;
  readonly policy: Pick<StoredDefinition, 'misfire' | 'graceMs' | 'overlap'>;
  /** The first due time that nobody has decided on. */
  readonly firstDueMs: number;
  readonly nowMs: number;
  /** The schedule's last job has not ended. */
  readonly isRunning: boolean;
  /** With overlap `queue`: due times have been held back for that job, so their lateness is no misfire. */
  readonly isHeldBack: boolean;
}

/** What to do about the due times up to now. */
export interface DueDecision {
  readonly fire: readonly DueFire[];
  /** Passed over because the last job, or the one fired just now, still runs. */
  readonly overlapped: readonly number[];
  /** Passed over because they were missed: how many, at least, and the newest of them. */
  readonly missed?: { readonly count: number; readonly newestMs: number };
  /** More due times had to be fired than may be at once: how many, at least, were not, the oldest and the newest. */
  readonly dropped?: { readonly count: number; readonly oldestMs: number; readonly newestMs: number };
  /** The next due time to decide on; `undefined` when none comes any more. */
  readonly nextDueMs: number | undefined;
  /** Due times are held back until the last job, or the one fired just now, has ended. */
  readonly isHeldBack: boolean;
}

export interface DueFire {
  readonly dueMs: number;
  readonly isLate: boolean;
  readonly isCatchUp: boolean;
}

/**
 * Decides by a schedule's policies what to do about the due times that have come. Due times older than the grace
 * time are missed: `skip` fires none of those, `latest` only the last due time of all that have come, `all` each.
 */
export function decideDue(due: DueSchedule): DueDecision {
  if (due.isRunning && due.policy.overlap === 'queue') return heldBack(due);
  const chosen = choose(due);
  const fired = due.policy.overlap === 'allow' ? chosen.times : chosen.times.slice(0, due.isRunning ? 0 : 1);
  const rest = chosen.times.slice(fired.length);
  const isQueueing = due.policy.overlap === 'queue' && rest.length > 0;
  return {
    fire: fired.map((dueMs) => toFire(dueMs, due)),
    overlapped: isQueueing ? [] : rest,
    ...(chosen.missed ? { missed: chosen.missed } : {}),
    ...(chosen.dropped ? { dropped: chosen.dropped } : {}),
    nextDueMs: isQueueing ? rest[0] : nextDueMs(due.timing, due.nowMs),
    isHeldBack: isQueueing,
  };
}

function heldBack({ firstDueMs }: DueSchedule): DueDecision {
  return { fire: [], overlapped: [], nextDueMs: firstDueMs, isHeldBack: true };
}

type Chosen = Pick<DueDecision, 'missed' | 'dropped'> & { readonly times: readonly number[] };

function choose(due: DueSchedule): Chosen {
  const { timing, policy, firstDueMs, nowMs, isHeldBack } = due;
  const graceStartMs = nowMs - policy.graceMs;
  const isMissed = firstDueMs < graceStartMs && !isHeldBack;
  if (!isMissed || policy.misfire === 'all') return newest(timing, firstDueMs - 1, nowMs);
  const latestMs = latestDueMs(timing, firstDueMs - 1, nowMs) ?? firstDueMs;
  const keptFromMs = policy.misfire === 'latest' ? latestMs : graceStartMs;
  const kept = newest(timing, keptFromMs - 1, nowMs);
  const newestMs = latestDueMs(timing, firstDueMs - 1, keptFromMs - 1);
  if (newestMs === undefined) return kept;
  return { ...kept, missed: { count: countUpTo(timing, firstDueMs - 1, newestMs), newestMs } };
}

/** All due times of the stretch, or the newest of them when they are too many. */
function newest(timing: Timing, afterMs: number, upToMs: number): Chosen {
  const times = firstDueTimes(timing, { afterMs, upToMs, max: MAX_AT_ONCE + 1 });
  const [oldestMs] = times;
  if (times.length <= MAX_AT_ONCE || oldestMs === undefined) return { times };
  const kept = newestDueTimes(timing, afterMs, upToMs, MAX_AT_ONCE);
  const newestMs = latestDueMs(timing, afterMs, (kept[0] ?? upToMs) - 1) ?? oldestMs;
  return { times: kept, dropped: { count: countUpTo(timing, afterMs, newestMs), oldestMs, newestMs } };
}

function countUpTo(timing: Timing, afterMs: number, upToMs: number): number {
  return firstDueTimes(timing, { afterMs, upToMs, max: MAX_AT_ONCE }).length;
}

function toFire(dueMs: number, { policy, nowMs, isHeldBack }: DueSchedule): DueFire {
  const isLate = nowMs - dueMs > policy.graceMs;
  return { dueMs, isLate, isCatchUp: isLate && !isHeldBack };
}
