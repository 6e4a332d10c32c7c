import { setTimeout as sleep } from 'node:timers/promises';
import { type BackendFactory, type IQueueBackend, type JobJson, Worker, type WorkerOptions } from 'bullmq';
import { BullMqDelivery, type BullMqJob } from './bullmq-delivery.ts';
import { CorruptData } from './corrupt-data.ts';
import { isPassing } from './is-passing.ts';

const RETRY_MS = 500;

type HandleCompleted = Worker<unknown, void, string, IQueueBackend>['handleCompleted'];

/**
 * BullMQ's worker, made to hand out deliveries: a job whose data is not JSON is delivered instead of breaking the job
 * before it, and a server that answers with errors is asked again twice a second instead of without a pause.
 */
export class DeliveringWorker extends Worker<unknown, void, string, IQueueBackend> {
  readonly #held = new Map<BullMqJob, BullMqDelivery>();
  readonly #onDelivery: (delivery: BullMqDelivery) => void;

  constructor(
    queue: string,
    onDelivery: (delivery: BullMqDelivery) => void,
    options: WorkerOptions,
    createBackend: BackendFactory,
  ) {
    super(queue, (job) => this.#deliver(job), { ...options, autorun: false }, createBackend);
    this.#onDelivery = onDelivery;
    this.on('lockRenewalFailed', (brokerIds) => {
      for (const delivery of this.#held.values()) {
        if (brokerIds.includes(delivery.job.id ?? '')) delivery.lose();
      }
    });
  }

  /** What was delivered and is not over. */
  get held(): readonly BullMqDelivery[] {
    return [...this.#held.values()];
  }

  override async processJob(
    job: BullMqJob,
    token: string,
    fetchNext?: () => boolean,
  ): Promise<void | BullMqJob> {
    try {
      return await super.processJob(job, token, fetchNext);
    } finally {
      this.#forget(job);
    }
  }

  protected override createJob(json: JobJson, brokerId: string): BullMqJob {
    try {
      if (json.name !== undefined) return super.createJob(json, brokerId);
    } catch {
      // Not JSON: the delivery says so.
    }
    const job = super.createJob({ ...json, data: '{}' }, brokerId);
    job.data = new CorruptData(Buffer.from(json.data));
    return job;
  }

  protected override async moveToActive(token: string, name?: string): Promise<BullMqJob> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      await sleep(RETRY_MS);
      throw error;
    }
  }

  /** A job whose end the server will not take for the moment is not over: tried again, it does not run twice. */
  protected override async handleCompleted(
    ...[result, job, token, ...more]: Parameters<HandleCompleted>
  ): ReturnType<HandleCompleted> {
    for (;;) {
      try {
        return await super.handleCompleted(result, job, token, ...more);
      } catch (error) {
        if (!isPassing(error) || this.closing || this.#held.get(job)?.isLost()) throw error;
        this.emit('error', error);
        // BullMQ has stopped renewing the lock before it came here.
        this.lockManager.trackJob(job.id ?? '', token, Date.now());
        await sleep(RETRY_MS);
      }
    }
  }

  #deliver(job: BullMqJob): Promise<void> {
    const delivery = new BullMqDelivery(this.name, job);
    this.#held.set(job, delivery);
    this.#onDelivery(delivery);
    return delivery.whenLetGo;
  }

  #forget(job: BullMqJob): void {
    const delivery = this.#held.get(job);
    this.#held.delete(job);
    delivery?.end();
    if (delivery?.isLost()) this.#keepLockOfAnother(job);
  }

  /** A lost job may have come back to this worker; BullMQ knows locks by job id, and has just stopped renewing it. */
  #keepLockOfAnother(lost: BullMqJob): void {
    for (const { id, token } of this.#held.keys()) {
      if (id !== undefined && id === lost.id) this.lockManager.trackJob(id, token ?? '', Date.now());
    }
  }
}
