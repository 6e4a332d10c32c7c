import type { QueueWorker } from '@bull-board/api/dist/types.js';
import type { JobDefinition } from '../../src/job/job-definition.ts';
import { isJobId } from '../../src/job/job-id.ts';
import type { Queue } from '../../src/job/queue.ts';
import type { JobQuery } from '../../src/ledger/search/job-query.ts';
import { currentActor } from '../sign-in/current-actor.ts';
import { addJob } from './add-job.ts';
import { attemptLog } from './attempt-log.ts';
import { BoardError } from './board-error.ts';
import type { BoardSource } from './board-source.ts';
import { LedgerJob } from './ledger-job.ts';
import { runningProgress } from './running-progress.ts';
import { countsOf, type LedgerStatus, queryOf } from './statuses.ts';

/** Jobs taken in hand at a time when a whole tab is worked on. */
const CHUNK = 1_000;

/** What the ledger knows of one queue, in Bull Board's words, and what operators do to it. */
export class LedgerQueue {
  readonly queue: Queue;
  readonly definitions: readonly JobDefinition[];
  readonly source: BoardSource;

  constructor(source: BoardSource, queue: Queue) {
    this.source = source;
    this.queue = queue;
    this.definitions = source.platform.registry.definitions.filter((each) => each.queue === queue.name);
  }

  async counts(): Promise<Readonly<Record<LedgerStatus, number>>> {
    const stats = await this.source.operations.stats();
    return countsOf(stats.find(({ queue }) => queue === this.queue.name));
  }

  /** Jobs under the given tabs, newest first, from number `start` to number `end`. */
  async jobs(statuses: readonly string[], start = 0, end = start + 9): Promise<LedgerJob[]> {
    const limit = await this.#limit(statuses, end - start + 1);
    if (limit <= 0) return [];
    const { operations } = this.source;
    const [{ jobs }, workers] = await Promise.all([
      operations.find({ ...queryOf(statuses), queues: [this.queue.name] }, { limit, offset: start }),
      statuses.includes('active') ? operations.workers() : [],
    ]);
    const progress = runningProgress(workers);
    return jobs.map((job) => new LedgerJob(this.source, job, progress.get(job.id)));
  }

  async job(id: string): Promise<LedgerJob | undefined> {
    if (!isJobId(id)) return undefined;
    const { operations } = this.source;
    const [job, workers] = await Promise.all([operations.getJob(id), operations.workers()]);
    if (job?.queue !== this.queue.name) return undefined;
    return new LedgerJob(this.source, job, runningProgress(workers).get(id));
  }

  async logs(id: string): Promise<string[]> {
    const job = isJobId(id) ? await this.source.operations.getJob(id) : undefined;
    return job ? attemptLog(job) : [];
  }

  async add(name: string, payload: unknown, options: unknown): Promise<LedgerJob> {
    return new LedgerJob(this.source, await addJob(this, { name, payload, options }));
  }

  /** Cancels what waits, discards what failed, under one tab. */
  async clean(tab: string): Promise<void> {
    const { operations } = this.source;
    const { name } = currentActor();
    if (tab === 'failed')
      return this.#each({ states: ['failed'] }, (ids) => operations.discard(ids, `discarded by ${name}`));
    const query = WAITING_TABS[tab];
    if (!query)
      throw new BoardError(
        409,
        `Jobs that are ${tab} cannot be cleaned: the ledger keeps completed ones for their time (7 days unless configured) and drops them by itself; what runs is cancelled one by one.`,
      );
    await this.#each(query, (ids) => operations.cancel(ids, `cancelled by ${name}`));
  }

  /** Cancels everything that waits, whatever it waits for. */
  async empty(): Promise<void> {
    for (const tab of Object.keys(WAITING_TABS)) await this.clean(tab);
  }

  async promoteAll(): Promise<void> {
    await this.#each({ waitFor: 'time' }, (ids) => this.source.operations.reschedule(ids, 0));
  }

  pause(): Promise<void> {
    return this.source.operations.pause(this.queue.name, currentActor().name);
  }

  resume(): Promise<void> {
    return this.source.operations.resume(this.queue.name);
  }

  isPaused(): Promise<boolean> {
    return this.source.operations.isPaused(this.queue.name);
  }

  async workers(): Promise<QueueWorker[]> {
    const workers = await this.source.operations.workers();
    return workers
      .filter(({ isAlive, queues }) => isAlive && queues.includes(this.queue.name))
      .map(({ id, group, host, pid, startedAt }) => ({
        id,
        name: group,
        addr: `${host}, process ${pid}`,
        age: Math.max(0, Math.round((Date.now() - startedAt.getTime()) / 1_000)),
      }));
  }

  /** That a job completed stands in no index: looking for more of them than there are would read every job of the queue. */
  async #limit(statuses: readonly string[], wanted: number): Promise<number> {
    const [only, ...others] = statuses;
    if (only !== 'completed' || others.length > 0) return wanted;
    return Math.min(wanted, (await this.counts()).completed);
  }

  /** Works through what is found from the newest on, until nothing changes any more. */
  async #each(query: JobQuery, work: (ids: readonly string[]) => Promise<unknown>): Promise<void> {
    const { operations } = this.source;
    let after: string | undefined;
    do {
      const page = await operations.find(
        { ...query, queues: [this.queue.name] },
        { limit: CHUNK, ...(after === undefined ? {} : { after }) },
      );
      if (page.jobs.length > 0) await work(page.jobs.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    operations.recount();
  }
}

/** Bull Board says `wait` where it cleans. */
const WAITING_TABS: Readonly<Record<string, JobQuery>> = {
  wait: { waitFor: 'turn' },
  delayed: { waitFor: 'time' },
  'waiting-children': { waitFor: 'parents' },
};
