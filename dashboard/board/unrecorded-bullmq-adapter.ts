import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { JobCleanStatus, JobCounts, JobStatus, QueueJob } from '@bull-board/api/dist/types.js';
import type { Queue } from 'bullmq';
import type { Json } from '../../src/job/json.ts';
import { shownPayload } from '../access/shown-payload.ts';
import { LedgerAdapter } from './ledger-adapter.ts';
import type { LedgerQueue } from './ledger-queue.ts';

/**
 * An unrecorded queue on BullMQ: Bull Board's own adapter for what Redis holds, and the ledger for what it keeps of
 * such queues, which is what failed or waits for a time. Pausing, adding and hiding go by Nightshift's rules.
 */
export class UnrecordedBullMqAdapter extends LedgerAdapter {
  readonly #carried: BullMQAdapter;
  readonly #queue: LedgerQueue;

  constructor(bullQueue: Queue, queue: LedgerQueue) {
    super(queue);
    this.#carried = new BullMQAdapter(bullQueue);
    this.#queue = queue;
  }

  override async getJobCounts(): Promise<JobCounts> {
    const [carried, kept] = await Promise.all([this.#countsInRedis(), super.getJobCounts()]);
    const { waiting = 0, active = 0 } = kept;
    return { ...kept, waiting: waiting + (carried.waiting ?? 0), active: active + (carried.active ?? 0) };
  }

  override async getJobs(statuses: JobStatus[], start?: number, end?: number): Promise<QueueJob[]> {
    const inRedis = statuses.filter((status) => status === 'waiting' || status === 'active');
    const [carried, kept] = await Promise.all([
      inRedis.length > 0 ? this.#carried.getJobs(inRedis, start, end) : [],
      super.getJobs(statuses, start, end),
    ]);
    return [...carried.map((job) => this.#hiding(job)), ...kept];
  }

  override async getJob(id: string): Promise<QueueJob | undefined> {
    const kept = await super.getJob(id);
    if (kept) return kept;
    const carried = await this.#carried.getJob(id);
    return carried && this.#hiding(carried);
  }

  override async getJobLogs(id: string): Promise<string[]> {
    return [...(await this.#carried.getJobLogs(id)), ...(await super.getJobLogs(id))];
  }

  override async clean(status: JobCleanStatus, graceTimeMs: number): Promise<void> {
    await super.clean(status, graceTimeMs);
    if (status === 'wait') await this.#carried.clean(status, graceTimeMs);
  }

  override async empty(): Promise<void> {
    await super.empty();
    await this.#carried.empty();
  }

  override getRedisInfo() {
    return this.#carried.getRedisInfo();
  }

  /** A Redis that is away must not take the other queues off the board. */
  #countsInRedis(): Promise<JobCounts> {
    return this.#carried.getJobCounts().catch(() => ({}));
  }

  #hiding(job: QueueJob): QueueJob {
    const shown = job.toJSON();
    const definition = this.#queue.source.platform.registry.findJob(shown.name);
    const data = shownPayload(shown.data as Json, definition); // as: BullMQ parsed it from JSON
    return Object.assign(job, { toJSON: () => ({ ...shown, data }) });
  }
}
