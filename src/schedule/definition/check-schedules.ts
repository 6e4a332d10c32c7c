import { checkPayload } from '../../job/payload.ts';
import type { Registry } from '../../job/registry.ts';
import type { Schedule } from './define-schedule.ts';
import { InvalidSchedulesError } from './schedule-errors.ts';

/**
 * Checks all schedules against the jobs of the application: names are unique, each job is registered and of a
 * recorded queue, each payload fits its job's schema and size.
 *
 * @throws InvalidSchedulesError listing every problem of all schedules
 */
export async function checkSchedules(
  schedules: readonly Schedule[],
  registry: Registry,
  maxPayloadBytes: number,
): Promise<void> {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { name, job, payload } of schedules) {
    if (seen.has(name)) problems.push(`${name}: two schedules have this name`);
    seen.add(name);
    if (registry.findJob(job.name) !== job) {
      problems.push(`${name}: job ${job.name} is not in the list of jobs`);
    } else if (!registry.getQueue(job.queue).recorded) {
      problems.push(
        `${name}: queue ${job.queue} is not recorded, so nothing could say that a due time was fired once`,
      );
    }
    // oxlint-disable-next-line no-await-in-loop -- schemas answer at once, save the rare asynchronous one
    const problem = await Promise.resolve()
      .then(() => checkPayload(job, payload, maxPayloadBytes))
      .then(
        () => undefined,
        (error: Error) => `${name}: ${error.message}`,
      );
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) throw new InvalidSchedulesError(problems);
}
