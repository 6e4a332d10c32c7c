import { setTimeout as sleep } from 'node:timers/promises';
import { type BackendFactory, type IQueueBackend, type JobJson, Worker, type WorkerOptions } from 'bullmq';
import { BullMqDelivery, type BullMqJob } from './bullmq-delivery.ts';
import { CorruptData } from './corrupt-data.ts';
import { isPassing } from './is-passing.ts';

const RETRY_MS = 500;

type HandleCompleted = Worker<unknown, void, string, IQueueBackend>['handleCompleted'];
type HandleFailed = Worker<unknown, void, string, IQueueBackend>['handleFailed'];

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
    super(queue, (job) => this.#deliver(job), { ...options, autorun: false }, sparing(createBackend));
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

  // Without an `async` of its own: this is on the way of every job.
  protected override handleCompleted(...given: Parameters<HandleCompleted>): ReturnType<HandleCompleted> {
    const [, job] = given;
    return super.handleCompleted(...given).then(
      (next) => {
        this.#forget(job);
        return next;
      },
      (error: unknown) => this.#completeLater(error, given),
    );
  }

  protected override async handleFailed(...given: Parameters<HandleFailed>): ReturnType<HandleFailed> {
    const [, job] = given;
    try {
      return await super.handleFailed(...given);
    } finally {
      this.#forget(job);
    }
  }

  /** A job whose end the server will not take for the moment is not over: tried again, it does not run twice. */
  async #completeLater(
    error: unknown,
    given: Parameters<HandleCompleted>,
  ): Promise<Awaited<ReturnType<HandleCompleted>>> {
    const [, job, token] = given;
    if (!isPassing(error) || this.closing || this.#held.get(job)?.isLost()) throw error;
    this.emit('error', error);
    // BullMQ has stopped renewing the lock before it came here.
    this.lockManager.trackJob(job.id ?? '', token, Date.now());
    await sleep(RETRY_MS);
    return this.handleCompleted(...given);
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
    // BullMQ stops renewing the lock right after this.
    if (delivery?.isLost()) setImmediate(() => this.#keepLockOfAnother(job));
  }

  /** A lost job may have come back to this worker, and BullMQ knows locks by nothing but the job's id. */
  #keepLockOfAnother(lost: BullMqJob): void {
    for (const { id, token } of this.#held.keys()) {
      if (id !== undefined && id === lost.id) this.lockManager.trackJob(id, token ?? '', Date.now());
    }
  }
}

/**
 * Of all workers of a queue, BullMQ lets one look for stalled jobs per interval, by a key that lives as long as each of them
 * waits. A timer may end a millisecond early and finds the key still there, so every other look would be left out.
 */
function sparing(createBackend: BackendFactory): BackendFactory {
  return (queue, options: WorkerOptions, ...rest) => {
    const { stalledInterval = 30_000 } = options;
    const shortLived: WorkerOptions = { ...options, stalledInterval: Math.floor(stalledInterval * 0.9) };
    return createBackend(queue, shortLived, ...rest);
  };
}
