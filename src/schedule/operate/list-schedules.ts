import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { JobState } from '../../job/job-state.ts';
import type { Json } from '../../job/json.ts';
import type { Misfire, Overlap } from '../definition/define-schedule.ts';
import { formatEvery } from '../definition/parse-every.ts';
import { effectiveTiming, type Override, type StoredDefinition } from '../store/stored-schedule.ts';
import type { Timing } from '../timing/timing.ts';

/** A schedule as operators see it. */
export interface ScheduleView {
  readonly name: string;
  readonly job: string;
  /** `waiting`: held back until its last job has ended; `over`: no due time comes any more; `removed`: not in the code. */
  readonly state: 'active' | 'waiting' | 'paused' | 'over' | 'removed';
  /** What counts: the code's times and payload, or an operator's. */
  readonly times: ScheduleTimes;
  readonly payload: Json;
  readonly misfire: Misfire;
  readonly overlap: Overlap;
  readonly nextDueAt: Date | null;
  readonly lastDueAt: Date | null;
  readonly lastFiredAt: Date | null;
  readonly lastJob: { readonly id: string; readonly state: JobState | null } | null;
  readonly paused: { readonly by: string; readonly at: Date; readonly why: string | null } | null;
  /** Who changed something, when, and what the code says in its place. */
  readonly override: {
    readonly by: string;
    readonly at: Date;
    readonly times: boolean;
    readonly payload: boolean;
    readonly code: { readonly times: ScheduleTimes; readonly payload: Json };
  } | null;
  /** What went wrong, until somebody resumes or changes the schedule. */
  readonly problem: { readonly text: string; readonly at: Date } | null;
}

export interface ScheduleTimes {
  /** A cron expression, or `every 15m`. */
  readonly text: string;
  readonly timeZone: string;
}

/** Every schedule that is stored, by name. */
export async function listSchedules(database: Database): Promise<readonly ScheduleView[]> {
  const rows = await rowsOf<ListedRow>(database, LISTED);
  return rows.map(toView);
}

interface ListedRow {
  readonly name: string;
  readonly definition: StoredDefinition;
  readonly override: Override | null;
  readonly overrideBy: string | null;
  readonly overrideAt: Date | null;
  readonly nextDueAt: Date | null;
  readonly lastDueAt: Date | null;
  readonly lastFiredAt: Date | null;
  readonly lastJobId: string | null;
  readonly lastJobState: JobState | null;
  readonly isWaiting: boolean;
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pausedWhy: string | null;
  readonly removedAt: Date | null;
  readonly problem: string | null;
  readonly problemAt: Date | null;
}

const LISTED = `
SELECT s.name, definition, override, override_by AS "overrideBy", override_at AS "overrideAt",
  next_due_at AS "nextDueAt", last_due_at AS "lastDueAt", last_fired_at AS "lastFiredAt", last_job_id AS "lastJobId",
  last.state AS "lastJobState", held.id IS NOT NULL AS "isWaiting", paused_at AS "pausedAt", paused_by AS "pausedBy",
  paused_why AS "pausedWhy", removed_at AS "removedAt", problem, problem_at AS "problemAt"
FROM nightshift.schedules s
LEFT JOIN nightshift.jobs last ON last.id = s.last_job_id
LEFT JOIN nightshift.jobs held ON held.id = s.waits_for AND held.state IN ('waiting', 'active')
ORDER BY s.name`;

function toView(row: ListedRow): ScheduleView {
  const { name, definition, override, nextDueAt, lastDueAt, lastFiredAt } = row;
  return {
    name,
    job: definition.job,
    state: stateOf(row),
    times: timesOf(effectiveTiming(definition, override)),
    payload: override?.payload === undefined ? definition.payload : override.payload,
    misfire: definition.misfire,
    overlap: definition.overlap,
    nextDueAt,
    lastDueAt,
    lastFiredAt,
    lastJob: row.lastJobId === null ? null : { id: row.lastJobId, state: row.lastJobState },
    paused: row.pausedAt && { by: row.pausedBy ?? '', at: row.pausedAt, why: row.pausedWhy },
    override: overrideOf(row),
    problem: row.problemAt && { text: row.problem ?? '', at: row.problemAt },
  };
}

function stateOf(row: ListedRow): ScheduleView['state'] {
  if (row.removedAt) return 'removed';
  if (row.pausedAt) return 'paused';
  if (row.isWaiting) return 'waiting';
  return row.nextDueAt ? 'active' : 'over';
}

function timesOf(timing: Timing): ScheduleTimes {
  const text = timing.kind === 'cron' ? timing.cron : `every ${formatEvery(timing.everyMs)}`;
  return { text, timeZone: timing.timeZone };
}

function overrideOf({ definition, override, overrideBy, overrideAt }: ListedRow): ScheduleView['override'] {
  if (!override || !overrideAt) return null;
  return {
    by: overrideBy ?? '',
    at: overrideAt,
    times: override.times !== undefined,
    payload: override.payload !== undefined,
    code: { times: timesOf(definition.timing), payload: definition.payload },
  };
}
