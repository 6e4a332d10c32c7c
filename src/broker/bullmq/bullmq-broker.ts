import { setTimeout as sleep } from 'node:timers/promises';
import type { JobType } from 'bullmq';
import type { Queue } from '../../job/queue.ts';
import type { Log } from '../../telemetry/log.ts';
import type {
  Broker,
  BrokerEvents,
  ConsumeOptions,
  Consumer,
  Delivery,
  Publication,
  PublishError,
  QueueCounts,
} from '../broker.ts';
import { PublishRefusedError } from '../broker-errors.ts';
import type { BrokerEmitter } from './broker-emitter.ts';
import { BullMqConsumer } from './bullmq-consumer.ts';
import type { Carrier } from './carrier.ts';

// Jobs of a queue that somebody paused are counted apart; the word is missing in BullMQ's type only.
const READY = ['wait', 'paused', 'prioritized'] as readonly JobType[];

/** Longest that closing waits for a server that does not answer. */
const CLOSE_MS = 5_000;

/** BullMQ, on whichever server the carrier stands. */
export class BullMqBroker implements Broker {
  readonly kind = 'bullmq';
  readonly #carrier: Carrier;
  readonly #events: BrokerEmitter;
  readonly #log: Log;
  readonly #consumers = new Set<BullMqConsumer>();
  #closing: Promise<void> | undefined;

  constructor(carrier: Carrier, events: BrokerEmitter, log: Log) {
    this.#carrier = carrier;
    this.#events = events;
    this.#log = log;
  }

  get mayDeliverCopies(): boolean {
    return this.#carrier.mayDeliverCopies;
  }

  publish(batch: readonly Publication[]): Promise<readonly (PublishError | undefined)[]> {
    if (!this.#closing) return this.#carrier.publish(batch);
    return Promise.resolve(batch.map(({ queue }) => new PublishRefusedError(queue, 'the broker was closed')));
  }

  async consume(
    { name }: Queue,
    { hold }: ConsumeOptions,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Consumer> {
    const consumer = new BullMqConsumer({
      queue: name,
      hold,
      onDelivery,
      carrier: this.#carrier,
      log: this.#log,
    });
    this.#consumers.add(consumer);
    this.#carrier.watch(name);
    return consumer;
  }

  /** Who asks for a queue also hears when it is forgotten. */
  async counts({ name }: Queue): Promise<QueueCounts> {
    this.#carrier.watch(name);
    const [held = 0, ...ready] = await this.#carrier.backendOf(name).getCounts(['active', ...READY]);
    return { ready: ready.reduce((sum, count) => sum + count, 0), held };
  }

  async purge({ name }: Queue): Promise<number> {
    const backend = this.#carrier.backendOf(name);
    const counts = await backend.getCounts([...READY, 'delayed']);
    await backend.drain(true);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  ping(): Promise<void> {
    return this.#carrier.ping();
  }

  on<Event extends keyof BrokerEvents>(
    event: Event,
    listener: (...details: BrokerEvents[Event]) => void,
  ): void {
    this.#events.on(event, listener as never);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
    await Promise.race([this.#carrier.close(), sleep(CLOSE_MS, undefined, { ref: false })]);
  }
}
