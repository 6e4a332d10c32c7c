import { BaseAdapter } from '@bull-board/api/dist/queueAdapters/base.js';
import type {
  JobCleanStatus,
  JobCounts,
  JobStatus,
  QueueJob,
  QueueJobOptions,
  QueueMetrics,
  RedisStats,
  Status,
} from '@bull-board/api/dist/types.js';
import { BoardError } from './board-error.ts';
import { describeQueue } from './describe-queue.ts';
import type { LedgerQueue } from './ledger-queue.ts';
import { payloadForm } from './payload-form.ts';
import { readPostgresStats } from './postgres-stats.ts';
import { asJobCounts, JOB_STATUSES, TAB_STATUSES } from './statuses.ts';

/** A queue as the ledger knows it, for Bull Board: every recorded queue, whatever carries it. */
export class LedgerAdapter extends BaseAdapter {
  readonly #queue: LedgerQueue;

  constructor(queue: LedgerQueue) {
    const form = payloadForm(queue.definitions);
    super('bullmq', {
      description: describeQueue(queue),
      allowCompletedRetries: false,
      ...(form ? { jobDataSchema: form } : {}),
    });
    this.#queue = queue;
  }

  override getName(): string {
    return this.#queue.queue.name;
  }

  override getStatuses(): Status[] {
    return TAB_STATUSES;
  }

  override getJobStatuses(): JobStatus[] {
    return JOB_STATUSES;
  }

  override async getJobCounts(): Promise<JobCounts> {
    return asJobCounts(await this.#queue.counts());
  }

  override getJobs(statuses: JobStatus[], start?: number, end?: number): Promise<QueueJob[]> {
    return this.#queue.jobs(statuses, start, end);
  }

  override getJob(id: string): Promise<QueueJob | undefined> {
    return this.#queue.job(id);
  }

  override getJobLogs(id: string): Promise<string[]> {
    return this.#queue.logs(id);
  }

  override addJob(name: string, data: unknown, options: QueueJobOptions): Promise<QueueJob> {
    return this.#queue.add(name, data, options);
  }

  override clean(status: JobCleanStatus, _graceTimeMs?: number): Promise<void> {
    return this.#queue.clean(status);
  }

  override empty(): Promise<void> {
    return this.#queue.empty();
  }

  override promoteAll(): Promise<void> {
    return this.#queue.promoteAll();
  }

  override pause(): Promise<void> {
    return this.#queue.pause();
  }

  override resume(): Promise<void> {
    return this.#queue.resume();
  }

  override isPaused(): Promise<boolean> {
    return this.#queue.isPaused();
  }

  override getWorkers() {
    return this.#queue.workers();
  }

  /** Not Redis, whatever carries the queue: what is shown comes from the ledger. */
  override async getRedisInfo(): Promise<string | null> {
    return null;
  }

  override getDatastoreStats(): Promise<RedisStats> {
    return readPostgresStats(this.#queue.source.platform.database);
  }

  override obliterate(): Promise<never> {
    throw new BoardError(
      409,
      `Queue ${this.getName()} cannot be obliterated: the ledger remembers what was accepted. Empty the queue to cancel what waits; ended jobs are dropped after their time.`,
    );
  }

  /** Bull Board takes it as "no figures". */
  override getMetrics(): Promise<QueueMetrics> {
    return Promise.reject(new BoardError(404, 'The ledger keeps no counters by the minute.'));
  }

  override async getGlobalConcurrency(): Promise<null> {
    return null;
  }

  override setGlobalConcurrency(): Promise<never> {
    throw new BoardError(
      409,
      'The concurrency of a job over all processes stands in its definition (`globalConcurrency`), that of a process in NIGHTSHIFT_CONCURRENCY.',
    );
  }

  // Schedules are jobs of the scheduler, not of a queue: see `nightshift schedules`.

  override async getJobSchedulers(): Promise<[]> {
    return [];
  }

  override async getJobSchedulersCount(): Promise<number> {
    return 0;
  }

  override async removeJobScheduler(): Promise<boolean> {
    return false;
  }

  override async updateJobScheduler(): Promise<'not-found'> {
    return 'not-found';
  }

  override async runJobSchedulerNow(): Promise<'not-found'> {
    return 'not-found';
  }

  // Bull Board asks these of every adapter that calls itself one for BullMQ, to draw trees of BullMQ's flows.

  getQueueName(): string {
    return this.getName();
  }

  getQueueQualifiedName(): string {
    return `nightshift:${this.getName()}`;
  }

  async getFlowProducer(): Promise<null> {
    return null;
  }
}
