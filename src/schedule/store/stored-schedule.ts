import { createHash } from 'node:crypto';
import type { Json } from '../../job/json.ts';
import type { Registry } from '../../job/registry.ts';
import type { NewJob } from '../../ledger/ledger.ts';
import { newJob } from '../../producer/new-job.ts';
import type { Misfire, Overlap, Schedule } from '../definition/define-schedule.ts';
import type { CronTiming, IntervalTiming, Timing } from '../timing/timing.ts';

/** A schedule as its row has it, so that any scheduler can fire it, whatever its own code says. */
export interface StoredDefinition {
  readonly timing: Timing;
  readonly job: string;
  readonly payload: Json;
  readonly misfire: Misfire;
  readonly graceMs: number;
  readonly overlap: Overlap;
  readonly jitterMs: number;
  readonly pauseAfterFailures?: number;
  readonly toleranceMs: number;
}

/** What an operator has changed: it stands in front of what the code says until it is taken back. */
export interface Override {
  /** Whole: a deploy that changes the code's zone, say, changes nothing here. */
  readonly times?: CronTiming | IntervalTiming;
  readonly payload?: Json;
}

/** Everything about the job of each due time but its id and the due time itself. */
export type JobTemplate = Omit<NewJob, 'id' | 'schedule'>;

/** The schedule as the code says it, ready to be stored; `hash` tells whether anything in it has changed. */
export interface CodedSchedule {
  readonly name: string;
  readonly hash: string;
  readonly definition: StoredDefinition;
  readonly template: JobTemplate;
}

/** Turns a checked schedule into what is stored. */
export function codedSchedule({ name, job, ...schedule }: Schedule, registry: Registry): CodedSchedule {
  const payload = schedule.payload as Json; // checkSchedules has looked
  const definition = { ...schedule, job: job.name, payload };
  const template = jobTemplate(registry, job.name, payload);
  const hash = createHash('sha256')
    .update(JSON.stringify([definition, template]))
    .digest('base64url');
  return { name, hash, definition, template };
}

/** What every job of a schedule with this payload has in common. @throws UnknownJobError */
export function jobTemplate(registry: Registry, jobName: string, payload: Json): JobTemplate {
  const job = registry.getJob(jobName);
  const { id: _, ...template } = newJob(job, registry.getQueue(job.queue), payload, {});
  return template;
}

/** When a schedule is due, an operator's change counted in. */
export function effectiveTiming({ timing }: StoredDefinition, override: Override | null): Timing {
  if (!override?.times) return timing;
  const { startAtMs, endAtMs } = timing;
  return {
    ...override.times,
    ...(startAtMs === undefined ? {} : { startAtMs }),
    ...(endAtMs === undefined ? {} : { endAtMs }),
  };
}
