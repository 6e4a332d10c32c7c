import { newJobId } from '../../job/job-id.ts';
import type { NewJob } from '../../ledger/ledger.ts';
import { effectiveTiming } from '../store/stored-schedule.ts';
import { type DueDecision, type DueFire, decideDue } from './due-decision.ts';
import type { DueRow } from './due-row.ts';
import { jitterOf } from './jitter.ts';

/** One row of `schedule_due`. */
export interface DueTimeRow {
  readonly schedule: string;
  readonly dueAt: Date;
  readonly decision: 'fired' | 'missed' | 'overlap';
  readonly jobId?: string;
  readonly isLate?: boolean;
  readonly isCatchUp?: boolean;
  readonly missed?: number;
}

/** What a schedule's row becomes; `null` and absent keep what is there, save for `nextDueAt` and `waitsFor`. */
export interface ScheduleUpdate {
  readonly name: string;
  readonly nextDueAt: Date | null;
  readonly waitsFor: string | null;
  readonly lastDueAt?: Date;
  readonly lastJobId?: string;
  readonly problem?: string;
  readonly pausedWhy?: string;
}

/** Everything that one schedule writes in one go. */
export interface RowPlan {
  readonly row: DueRow;
  readonly decision: DueDecision;
  readonly dueTimes: readonly DueTimeRow[];
  readonly jobs: readonly NewJob[];
  readonly update: ScheduleUpdate;
}

/** Turns the decision about a schedule into rows and jobs. */
export function planRow(row: DueRow, isRunning: boolean): RowPlan {
  const timing = effectiveTiming(row.definition, row.override);
  const decision = decideDue({
    timing,
    policy: row.definition,
    firstDueMs: row.nextDueAt.getTime(),
    nowMs: row.nowMs,
    isRunning,
    isHeldBack: row.waitsFor !== null,
  });
  const jobs = decision.fire.map((fire) => toJob(row, fire));
  return {
    row,
    decision,
    jobs,
    dueTimes: toDueTimes(row, decision, jobs),
    update: toUpdate(row, decision, jobs),
  };
}

/** The schedule is paused instead of fired: its last jobs have failed. */
export function planPause(row: DueRow): RowPlan {
  const pausedWhy = `its last ${row.definition.pauseAfterFailures} jobs have failed`;
  return {
    row,
    decision: { fire: [], overlapped: [], nextDueMs: row.nextDueAt.getTime(), isHeldBack: false },
    dueTimes: [],
    jobs: [],
    update: { name: row.name, nextDueAt: row.nextDueAt, waitsFor: null, pausedWhy },
  };
}

function toJob({ name, template, definition, nowMs }: DueRow, fire: DueFire): NewJob {
  const { dueMs, isLate, isCatchUp } = fire;
  const startMs = dueMs + jitterOf(name, dueMs, definition.jitterMs);
  return {
    ...template,
    id: newJobId(nowMs),
    due: startMs > nowMs ? { kind: 'at', at: new Date(startMs) } : template.due,
    schedule: { name, dueAt: new Date(dueMs), isLate, isCatchUp },
  };
}

function toDueTimes(
  { name: schedule }: DueRow,
  { overlapped, missed, dropped }: DueDecision,
  jobs: readonly NewJob[],
): DueTimeRow[] {
  const fired = jobs.flatMap(({ id, schedule: due }) =>
    due ? [{ schedule, decision: 'fired' as const, jobId: id, ...dueFields(due) }] : [],
  );
  const passed = overlapped.map((dueMs) => ({
    schedule,
    dueAt: new Date(dueMs),
    decision: 'overlap' as const,
  }));
  const lost = [missed, dropped].flatMap((stretch) =>
    stretch
      ? [{ schedule, dueAt: new Date(stretch.newestMs), decision: 'missed' as const, missed: stretch.count }]
      : [],
  );
  return [...fired, ...passed, ...lost];
}

function dueFields({ dueAt, isLate, isCatchUp }: NonNullable<NewJob['schedule']>) {
  return { dueAt, isLate, isCatchUp };
}

function toUpdate(
  { name, lastJobId }: DueRow,
  decision: DueDecision,
  jobs: readonly NewJob[],
): ScheduleUpdate {
  const last = jobs.at(-1);
  const problem = problemOf(decision);
  return {
    name,
    nextDueAt: decision.nextDueMs === undefined ? null : new Date(decision.nextDueMs),
    waitsFor: decision.isHeldBack ? (last?.id ?? lastJobId) : null,
    ...(last?.schedule ? { lastJobId: last.id, lastDueAt: last.schedule.dueAt } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

function problemOf({ fire, dropped }: DueDecision): string | undefined {
  if (!dropped) return undefined;
  const [oldest, newest] = [dropped.oldestMs, dropped.newestMs].map((ms) => new Date(ms).toISOString());
  return `more than ${fire.length} due times had come: the newest ${fire.length} were fired, those from ${oldest} to ${newest} were not; enqueue by hand what is still needed`;
}
