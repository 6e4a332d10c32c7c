import type { Log } from '../../telemetry/log.ts';
import type { FireFailure } from '../firing/fire-due.ts';
import type { RowPlan } from '../firing/plan-row.ts';

/** Logs what was decided: the usual at `debug`, what an operator should know above it. */
export function logPlans(log: Log, plans: readonly RowPlan[]): void {
  for (const plan of plans) logPlan(log, plan);
}

/** Logs that schedules could not be fired. */
export function logFailures(log: Log, failures: readonly FireFailure[]): void {
  for (const { name, error } of failures) {
    log.error('a schedule could not be fired; it is tried again every second', {
      schedule: name,
      error: error.message,
    });
  }
}

function logPlan(log: Log, { row: { name: schedule }, decision, jobs, update }: RowPlan): void {
  for (const { id: jobId, name: jobName, schedule: due } of jobs) {
    const fields = { schedule, jobName, jobId, dueAt: due?.dueAt };
    if (due?.isCatchUp) log.info('fired a schedule for a due time that was missed', fields);
    else log.debug('fired a schedule', fields);
  }
  if (decision.missed) {
    log.warn('passed over due times that were missed', { schedule, atLeast: decision.missed.count });
  }
  if (decision.overlapped.length > 0) {
    const count = decision.overlapped.length;
    log.info('passed over due times: the last job still runs', { schedule, count });
  }
  if (update.problem !== undefined)
    log.error('a schedule needs a look', { schedule, problem: update.problem });
  if (update.pausedWhy !== undefined) log.error('paused a schedule', { schedule, why: update.pausedWhy });
}
