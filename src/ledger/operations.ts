import type { Database } from '../db/database.ts';
import { sessionOf } from '../db/session-of.ts';
import type { Json } from '../job/json.ts';
import { keptAWhile } from './kept-a-while.ts';
import { discardFailed } from './operate/discard-failed.ts';
import { editPayload } from './operate/edit-payload.ts';
import { isQueuePaused, pauseQueue, resumeQueue } from './operate/pause-queue.ts';
import { rescheduleWaiting } from './operate/reschedule-waiting.ts';
import { type RetryOptions, retryFailed } from './operate/retry-failed.ts';
import { type RetrySetOptions, type RetrySetReport, retrySet } from './operate/retry-set.ts';
import { countJobs, type QueueStats } from './search/count-jobs.ts';
import { type FailureGroup, failureGroups } from './search/failure-groups.ts';
import { type FamilyMember, findFamily } from './search/find-family.ts';
import { countFound, type FoundPage, findIds, findJobs } from './search/find-jobs.ts';
import { getJob, type JobDetails } from './search/get-job.ts';
import { type JobFigures, jobFigures } from './search/job-figures.ts';
import type { JobQuery, Page } from './search/job-query.ts';
import { listWorkers, type RegisteredWorker } from './search/list-workers.ts';
import { type Pong, pingWorkers } from './workers/ping-workers.ts';

/** What operators ask of the ledger and do to it, from the command line, the board and the HTTP API. */
export interface Operations {
  find(query: JobQuery, page?: Page): Promise<FoundPage>;
  getJob(id: string): Promise<JobDetails | undefined>;
  /** The chain or group that a job belongs to, itself included. */
  family(id: string): Promise<readonly FamilyMember[]>;
  /** The failed jobs among what a query finds, by what broke them. */
  failureGroups(query: JobQuery, most: number): Promise<readonly FailureGroup[]>;
  /** Ids of everything a query finds, the oldest first. */
  ids(query: JobQuery, most: number): Promise<readonly string[]>;
  /** Counts no further than `most`. */
  count(query: JobQuery, most: number): Promise<number>;
  /** Kept for a second, or twenty times as long as it took, because it goes over every job. */
  stats(): Promise<readonly QueueStats[]>;
  workers(): Promise<readonly RegisteredWorker[]>;
  /** Asks every live worker for a sign of life. */
  ping(timeoutMs: number): Promise<readonly Pong[]>;
  /** How the jobs fared that were enqueued in the last `withinMs` milliseconds, by name. */
  figures(withinMs: number): Promise<readonly JobFigures[]>;
  /** Gives the ids of those that were failed, and now wait. */
  retry(ids: readonly string[], options?: RetryOptions): Promise<readonly string[]>;
  /** At a rate, stopped when too many fail again. */
  retrySet(ids: readonly string[], options?: RetrySetOptions): Promise<RetrySetReport>;
  /** Gives the ids of those that were failed. */
  discard(ids: readonly string[], reason: string): Promise<readonly string[]>;
  /** Makes jobs that wait for a time due in `delayMs` milliseconds instead; gives the ids of those that did wait for one. */
  reschedule(ids: readonly string[], delayMs: number): Promise<readonly string[]>;
  /** Replaces the payload of a job that failed or still waits in the ledger; false when it did neither. It has passed the schema. */
  edit(id: string, payload: Json, version: number): Promise<boolean>;
  /** Has the next `stats` count anew, for those who have just changed something. */
  recount(): void;
  pause(queue: string, by: string): Promise<void>;
  resume(queue: string): Promise<void>;
  isPaused(queue: string): Promise<boolean>;
}

export function openOperations(database: Database): Operations {
  const patient = database.withTimeout(60_000);
  const newStats = () => keptAWhile(() => countJobs(patient));
  let stats = newStats();
  return {
    find: (query, page) => findJobs(patient, query, page),
    failureGroups: (query, most) => failureGroups(patient, query, most),
    ids: (query, most) => findIds(patient, query, most),
    count: (query, most) => countFound(patient, query, most),
    getJob: (id) => getJob(database, id),
    family: (id) => findFamily(patient, id),
    stats: () => stats(),
    workers: () => listWorkers(database),
    ping: (timeoutMs) => pingWorkers(database, timeoutMs),
    figures: (withinMs) => jobFigures(patient, withinMs),
    retry: (ids, options) => database.transaction((trx) => retryFailed(sessionOf(trx), ids, options)),
    retrySet: (ids, options) => retrySet(database, ids, options),
    discard: (ids, reason) => discardFailed(database, ids, reason),
    reschedule: (ids, delayMs) => rescheduleWaiting(database, ids, delayMs),
    edit: (id, payload, version) =>
      database.transaction((trx) => editPayload(sessionOf(trx), id, { payload, version })),
    recount: () => {
      stats = newStats();
    },
    pause: (queue, by) => pauseQueue(database, queue, by),
    resume: (queue) => resumeQueue(database, queue),
    isPaused: (queue) => isQueuePaused(database, queue),
  };
}
