import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../db/database.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Clock } from '../../job/clock.ts';
import { checkPayload } from '../../job/payload.ts';
import type { Registry } from '../../job/registry.ts';
import type { Session } from '../../ledger/session.ts';
import { findCronProblem } from '../definition/find-cron-problem.ts';
import { findTimeZoneProblem } from '../definition/find-time-zone-problem.ts';
import { findEveryProblem, parseEvery } from '../definition/parse-every.ts';
import { InvalidScheduleError } from '../definition/schedule-errors.ts';
import { readNowMs } from '../store/read-now.ts';
import { effectiveTiming, jobTemplate, type Override } from '../store/stored-schedule.ts';
import { nextDueMs } from '../timing/next-due.ts';
import type { Timing } from '../timing/timing.ts';
import { getSchedule, type OperatedSchedule } from './get-schedule.ts';

/** What an operator wants otherwise than the code says it; `cron` and `every` replace one another. */
export interface ScheduleEdit {
  readonly cron?: string | undefined;
  readonly every?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly payload?: unknown;
}

export interface EditParts {
  readonly database: Database;
  /** Checks the payload by the schedule's job. */
  readonly registry: Registry;
  readonly maxPayloadBytes: number;
  /** Default: the database's clock. */
  readonly clock?: Clock | undefined;
}

/**
 * Changes a schedule's times or payload, on top of earlier changes. It survives deploys until it is taken back.
 *
 * @throws UnknownScheduleError, InvalidScheduleError, InvalidPayloadError and the other errors of payloads
 */
export async function editSchedule(
  parts: EditParts,
  name: string,
  { by, ...edit }: ScheduleEdit & { readonly by: string },
): Promise<void> {
  refuseProblems(name, edit);
  await change(parts, name, async ({ definition, override }) => {
    const payload =
      edit.payload === undefined
        ? {}
        : {
            payload: await checkPayload(
              parts.registry.getJob(definition.job),
              edit.payload,
              parts.maxPayloadBytes,
            ),
          };
    const times = timesOf(edit, effectiveTiming(definition, override));
    return { override: { ...override, ...times, ...payload }, by };
  });
}

/** Takes back everything that operators have changed: the code's times and payload count again. @throws UnknownScheduleError */
export async function resetSchedule(parts: EditParts, name: string): Promise<void> {
  await change(parts, name, async () => ({ override: null, by: null }));
}

interface Change {
  readonly override: Override | null;
  readonly by: string | null;
}

async function change(
  { database, registry, clock }: EditParts,
  name: string,
  decide: (schedule: OperatedSchedule) => Promise<Change>,
): Promise<void> {
  await database.transaction(async (trx) => {
    const session = sessionOf(trx);
    const schedule = await getSchedule(session, name);
    const { override, by } = await decide(schedule);
    const { job, payload } = schedule.definition;
    const template = jobTemplate(registry, job, override?.payload === undefined ? payload : override.payload);
    await session.query(
      `UPDATE nightshift.schedules SET template = $2, override = $3, override_by = $4,
         override_at = CASE WHEN $4::text IS NOT NULL THEN now() END, problem = NULL, problem_at = NULL
       WHERE name = $1`,
      [name, JSON.stringify(template), override && JSON.stringify(override), by],
    );
    await moveDueTime(session, { ...schedule, override }, { was: schedule.override, clock });
  });
}

/** New times count from now on. */
async function moveDueTime(
  session: Session,
  { name, definition, override }: OperatedSchedule,
  { was, clock }: { readonly was: Override | null; readonly clock: Clock | undefined },
): Promise<void> {
  const timing = effectiveTiming(definition, override);
  if (isDeepStrictEqual(timing, effectiveTiming(definition, was))) return;
  const nextMs = nextDueMs(timing, await readNowMs(session, clock));
  await session.query('UPDATE nightshift.schedules SET next_due_at = $2, waits_for = NULL WHERE name = $1', [
    name,
    nextMs === undefined ? null : new Date(nextMs),
  ]);
}

function timesOf({ cron, every, timeZone }: ScheduleEdit, now: Timing): Pick<Override, 'times'> {
  const zone = timeZone ?? now.timeZone;
  if (cron !== undefined) return { times: { kind: 'cron', cron, timeZone: zone } };
  const everyMs = every === undefined ? undefined : parseEvery(every);
  if (everyMs !== undefined) return { times: { kind: 'every', everyMs, timeZone: zone } };
  if (timeZone === undefined) return {};
  const { startAtMs: _start, endAtMs: _end, ...times } = now;
  return { times: { ...times, timeZone } };
}

function refuseProblems(name: string, { cron, every, timeZone, payload }: ScheduleEdit): void {
  const problems = [
    [cron, every, timeZone, payload].every((part) => part === undefined)
      ? 'nothing to change was given'
      : undefined,
    cron !== undefined && every !== undefined ? 'give either cron or every' : undefined,
    cron === undefined ? undefined : findCronProblem(cron),
    every === undefined ? undefined : findEveryProblem(every),
    timeZone === undefined ? undefined : findTimeZoneProblem(timeZone),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new InvalidScheduleError(name, problems);
}
