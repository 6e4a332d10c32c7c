import { setTimeout as sleep } from 'node:timers/promises';
import { assertHoldable } from '../broker/assert-holdable.ts';
import type { Broker, Delivery } from '../broker/broker.ts';
import type { Queue } from '../job/queue.ts';
import type { BeatAnswer, WorkerIdentity } from '../ledger/ledger.ts';
import type { LedgerUnavailableError } from '../ledger/ledger-errors.ts';
import { toEndedAttempt } from './ended-attempt.ts';
import { BULLMQ_PULSE, Heart, RABBITMQ_PULSE } from './heart.ts';
import { LedgerGate } from './ledger-gate.ts';
import { Line } from './line.ts';
import { Liveness } from './liveness.ts';
import type { StartWorkerOptions } from './start-worker.ts';
import { buildMachine, type WorkerMachine } from './worker-machine.ts';

/** Before a delivery that could not be worked on goes back to its queue, in milliseconds: no hot loop. */
const TROUBLE_PAUSE_MS = 1_000;

/** Of the grace time of a shutdown, what is kept for handing back, in milliseconds. */
const HAND_BACK_MS = 1_000;

/** A worker process at work. Made by `startWorker`. */
export class RunningWorker {
  readonly identity: WorkerIdentity;
  readonly #options: StartWorkerOptions;
  readonly #gate: LedgerGate;
  readonly #machine: WorkerMachine;
  readonly #heart: Heart;
  readonly #liveness: Liveness;
  readonly #lines: Line[] = [];
  /** Deliveries that are being dealt with, and who waits for there to be none. */
  #inHand = 0;
  #onEmpty: () => void = () => {};
  #claimFirst: readonly string[] = [];
  #pausedQueues: readonly string[] = [];
  #isEnding = false;

  constructor(options: StartWorkerOptions, identity: WorkerIdentity, usesRabbitMq: boolean) {
    this.#options = options;
    this.identity = identity;
    this.#gate = new LedgerGate({
      onAway: (cause) => this.#onLedgerAway(cause),
      onBack: () => this.#onLedgerBack(),
    });
    this.#machine = buildMachine({
      ...options,
      workerId: identity.id,
      gate: this.#gate,
      mustClaimFirst: (queue) => this.#claimFirst.includes(queue),
      onEnd: (job, attempt, outcome, durationMs) =>
        options.onEnd?.(toEndedAttempt(job, attempt, outcome.kind, durationMs)),
    });
    this.#heart = new Heart({
      ledger: options.ledger,
      worker: identity,
      pulse: usesRabbitMq ? RABBITMQ_PULSE : BULLMQ_PULSE,
      running: this.#machine.running,
      stats: () => ({ running: this.#machine.running.describe() }),
      onAnswer: (answer) => this.#onBeat(answer),
      onTrouble: (error) => options.log.error('The heartbeat failed', { error: String(error) }),
    });
    this.#liveness = new Liveness({
      lines: () => this.#lines,
      hasFreeSlot: () => this.#machine.slots.all.free > 0,
      onDead: options.onDead ?? (() => {}),
      log: options.log,
    });
  }

  /** Resolves when every queue is consumed. */
  async start(): Promise<void> {
    await this.#heart.start();
    await Promise.all(this.#options.queues.map((queue) => this.#open(queue)));
    this.#liveness.start();
  }

  /** Why this worker does not do its work; `undefined` when it does. */
  get whyNotLive(): string | undefined {
    return this.#liveness.whyNotLive;
  }

  /** Attempts at the moment. */
  get running(): number {
    return this.#machine.running.size;
  }

  /**
   * Takes no more work, lets attempts end within `graceMs` milliseconds, gives the rest back, and resolves. Calling it
   * again with less grace shortens what is left.
   */
  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    const { batches, slots, held, running, abort } = this.#machine;
    this.#isEnding = true;
    this.#liveness.stop();
    await Promise.all(this.#lines.map((line) => line.halt('ending')));
    batches.flush();
    slots.close();
    held.close();
    const handBackMs = Math.min(HAND_BACK_MS, graceMs / 2);
    await this.#settled(graceMs - handBackMs);
    for (const attempt of running.all()) abort(attempt, { kind: 'shutdown' });
    await this.#settled(handBackMs / 2);
    for (const attempt of running.all()) attempt.giveUp();
    await this.#settled(handBackMs / 2);
    this.#gate.giveUp();
    await Promise.all(this.#lines.map((line) => line.close()));
    await this.#heart.stop();
  }

  async #open(queue: Queue): Promise<void> {
    const broker = await this.#options.brokers.of(queue);
    assertHoldable(
      broker,
      this.#options.registry.definitions.filter((job) => job.queue === queue.name),
    );
    const take = (delivery: Delivery): void => this.#take(delivery, queue, broker);
    const line = await Line.open(queue, broker, this.#hold(queue, broker), take);
    this.#lines.push(line);
    if (this.#pausedQueues.includes(queue.name)) await line.halt('paused');
  }

  /** Twice the concurrency where waiting for the ledger would cost a slot; BullMQ on PostgreSQL loses its order with that. */
  #hold(queue: Queue, broker: Broker): number {
    const { concurrency, registry } = this.#options;
    const sizes = registry.definitions.map((job) => (job.queue === queue.name ? (job.batch?.size ?? 0) : 0));
    const batch = Math.max(0, ...sizes) * 2;
    if (broker.kind === 'rabbitmq') return Math.max(batch, queue.prefetch ?? concurrency * 2);
    const isOnRedis = !broker.mayDeliverCopies;
    return Math.max(batch, isOnRedis && queue.recorded ? concurrency * 2 : concurrency);
  }

  #take(delivery: Delivery, queue: Queue, broker: Broker): void {
    this.#inHand += 1;
    this.#machine.intake.take(delivery, queue, broker).then(this.#letGo, (error: unknown) => {
      void this.#trouble(delivery, error).finally(this.#letGo);
    });
  }

  readonly #letGo = (): void => {
    this.#inHand -= 1;
    if (this.#inHand === 0) this.#onEmpty();
  };

  /** Nobody's fault is a job's failure: the message goes back, not too quickly. */
  async #trouble(delivery: Delivery, error: unknown): Promise<void> {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#options.log.error('A delivery could not be worked on and goes back', {
      queue: delivery.queue,
      error: text,
    });
    if (!this.#isEnding) await sleep(TROUBLE_PAUSE_MS);
    await delivery.handBack();
  }

  /** Resolves when nothing is in hand, or after `withinMs` milliseconds. */
  #settled(withinMs: number): Promise<void> {
    if (this.#inHand === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, withinMs));
      this.#onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #onBeat({ pausedQueues, claimFirst, cancelAsked, lost }: BeatAnswer): void {
    const { running, abort } = this.#machine;
    this.#claimFirst = claimFirst;
    this.#pausedQueues = pausedQueues;
    for (const line of this.#lines)
      void (pausedQueues.includes(line.queue.name) ? line.halt('paused') : line.lift('paused'));
    for (const id of cancelAsked) running.forJob(id, (attempt) => abort(attempt, { kind: 'cancelled' }));
    for (const id of lost) running.forJob(id, (attempt) => abort(attempt, { kind: 'lost' }));
  }

  #onLedgerAway(cause: LedgerUnavailableError): void {
    this.#options.log.error('PostgreSQL does not answer: no more deliveries are taken until it does', {
      error: cause.message,
    });
    for (const line of this.#lines) void line.halt('ledger-away');
  }

  #onLedgerBack(): void {
    this.#options.log.info('PostgreSQL answers again: deliveries are taken again');
    for (const line of this.#lines) void line.lift('ledger-away');
  }
}
