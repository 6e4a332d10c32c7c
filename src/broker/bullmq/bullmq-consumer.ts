import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../telemetry/log.ts';
import type { Consumer, Delivery } from '../broker.ts';
import type { BullMqDelivery } from './bullmq-delivery.ts';
import type { Carrier, WorkerLink } from './carrier.ts';
import { DeliveringWorker } from './delivering-worker.ts';

/** Longest that closing waits for a server that does not answer; the locks of what is held run out by themselves. */
const CLOSE_MS = 3_000;

export interface BullMqConsumerOptions {
  readonly queue: string;
  readonly hold: number;
  readonly carrier: Carrier;
  readonly log: Log;
  readonly onDelivery: (delivery: Delivery) => void;
}

/** Takes jobs of one queue with one BullMQ worker at a time. */
export class BullMqConsumer implements Consumer {
  readonly #options: BullMqConsumerOptions;
  /** Those that hold deliveries; only the last one takes new ones. */
  readonly #all = new Set<RunningWorker>();
  #last: RunningWorker;
  #isStopped = false;

  constructor(options: BullMqConsumerOptions) {
    this.#options = options;
    this.#last = this.#start();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#last.worker.pause(true);
  }

  async resume(): Promise<void> {
    if (this.#isStopped) {
      this.#isStopped = false;
      await this.#last.worker.resume();
      return;
    }
    const quiet = this.#last;
    this.#last = this.#start();
    // It goes on renewing the locks of what it still holds, and ends when the last of that is let go.
    void this.#end(quiet);
  }

  async close(): Promise<void> {
    this.#isStopped = true;
    const running = [...this.#all];
    const handedBack = running.flatMap(({ worker }) => worker.held.map((delivery) => delivery.handBack()));
    const ended = running.map((each) => this.#end(each));
    const timeIsUp = sleep(CLOSE_MS, undefined, { ref: false });
    await Promise.race([Promise.all([...ended, ...handedBack]), timeIsUp]);
    for (const { link } of running) link.cut();
  }

  #start(): RunningWorker {
    const { queue, hold, carrier, log } = this.#options;
    const link = carrier.openWorkerLink(queue);
    const worker = new DeliveringWorker(
      queue,
      (delivery) => this.#take(delivery),
      { ...WORKER_OPTIONS, connection: {}, prefix: link.prefix, concurrency: hold },
      link.createBackend,
    );
    worker.on('error', (error) => log.debug('BullMQ worker', { queue, error }));
    void worker.run().catch((error: unknown) => log.error('BullMQ worker ended', { queue, error }));
    const running = { worker, link };
    this.#all.add(running);
    return running;
  }

  async #end(running: RunningWorker): Promise<void> {
    await running.worker.close();
    running.link.cut();
    this.#all.delete(running);
  }

  /** A wait that was under way when the consumer stopped may still bring a job. */
  #take(delivery: BullMqDelivery): void {
    if (this.#isStopped) void delivery.handBack();
    else this.#options.onDelivery(delivery);
  }
}

interface RunningWorker {
  readonly worker: DeliveringWorker;
  readonly link: WorkerLink;
}

const WORKER_OPTIONS = {
  lockDuration: 10_000,
  stalledInterval: 5_000,
  // At its limit BullMQ fails and deletes a job without calling the processor; the ledger counts deaths instead.
  maxStalledCount: 1_000_000,
  drainDelay: 5,
  runRetryDelay: 1_000,
  // For jobs of strangers that say nothing themselves.
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
} as const;
