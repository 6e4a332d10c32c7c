import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, WaitingError } from 'bullmq';
import type { Body, Delivery, Mark } from '../broker.ts';
import { bodyOf, markOf } from './wire.ts';

export type BullMqJob = Job<unknown, void>;

/** Longest that a hand-back waits for the server; after it the lock runs out, which gives the job back too. */
const HAND_BACK_MS = 2_000;

/** A job in a worker's hands. BullMQ finishes it when `whenLetGo` resolves, and leaves it alone when that rejects. */
export class BullMqDelivery implements Delivery {
  readonly queue: string;
  readonly name?: string;
  readonly mark: Mark;
  readonly body: Body;
  readonly isFirst: boolean;
  readonly publishedAtMs: number;
  readonly job: BullMqJob;
  readonly whenLetGo: Promise<void>;
  #finish: () => void = doNothing;
  #leave: (reason: WaitingError) => void = doNothing;
  #isLost = false;
  #isLetGo = false;
  #isOver = false;
  #lossListeners: (() => void)[] | undefined;
  #over: Promise<void> | undefined;
  #end: () => void = doNothing;

  constructor(queue: string, job: BullMqJob) {
    this.queue = queue;
    this.job = job;
    if (job.name !== undefined) this.name = job.name;
    this.mark = markOf(queue, job);
    this.body = bodyOf(job);
    this.isFirst = job.attemptsStarted <= 1 && job.stalledCounter === 0;
    this.publishedAtMs = job.timestamp;
    this.whenLetGo = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#leave = reject;
    });
  }

  isLost(): boolean {
    return this.#isLost;
  }

  onLost(listener: () => void): void {
    if (this.#isLost) return listener();
    this.#lossListeners ??= [];
    this.#lossListeners.push(listener);
  }

  settle(): Promise<void> {
    if (!this.#isLetGo) {
      this.#isLetGo = true;
      if (this.#isLost) this.#leave(new WaitingError());
      else this.#finish();
    }
    return this.#whenOver();
  }

  async handBack(): Promise<void> {
    if (this.#isLetGo) return this.#whenOver();
    this.#isLetGo = true;
    if (!this.#isLost) await this.#moveToWait();
    this.#leave(new WaitingError());
  }

  /** Its lock could not be renewed. */
  lose(): void {
    if (this.#isLost || this.#isOver) return;
    this.#isLost = true;
    for (const listener of this.#lossListeners ?? []) listener();
  }

  /** BullMQ has no more to do with it. */
  end(): void {
    this.#isOver = true;
    this.#end();
  }

  #whenOver(): Promise<void> {
    if (this.#isOver || this.#isLost) return Promise.resolve();
    this.#over ??= new Promise((resolve) => {
      this.#end = resolve;
    });
    return this.#over;
  }

  /** Failing is as good: the job's lock runs out, and BullMQ moves it itself. */
  async #moveToWait(): Promise<void> {
    const moved = this.job.moveToWait(this.job.token).catch(() => {});
    await Promise.race([moved, sleep(HAND_BACK_MS, undefined, { ref: false })]);
  }
}

function doNothing(): void {}
