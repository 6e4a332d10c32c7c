import type { ConsumeMessage } from 'amqplib';
import type { Body, Delivery, Mark } from '../broker.ts';
import { DEAD_LETTER_QUEUE } from './dead-letter-queue.ts';
import { readBody } from './read-body.ts';
import { readDeath } from './read-death.ts';
import { readMark } from './read-mark.ts';
import type { Held, UnsettledDeliveries } from './unsettled-deliveries.ts';

const done = Promise.resolve();

/** A message that RabbitMQ has delivered, on the channel that may settle it. */
export class RabbitMqDelivery implements Delivery, Held {
  readonly tag: number;
  readonly queue: string;
  readonly name?: string;
  readonly mark: Mark;
  readonly body: Body;
  readonly isFirst: boolean;
  readonly publishedAtMs?: number;
  readonly deadLetter?: string;
  readonly #held: UnsettledDeliveries;
  #isLost = false;
  #onLost: (() => void)[] | undefined;

  constructor(
    message: ConsumeMessage,
    held: UnsettledDeliveries,
    from: { queue: string; maxBodyBytes: number },
  ) {
    const { fields, properties } = message;
    const death = from.queue === DEAD_LETTER_QUEUE ? readDeath(message) : undefined;
    this.tag = fields.deliveryTag;
    this.queue = death?.queue ?? from.queue;
    if (death !== undefined) this.deadLetter = death.reason;
    if (typeof properties.type === 'string') this.name = properties.type;
    this.mark = readMark(message);
    this.body = readBody(message, from.maxBodyBytes);
    this.isFirst = !fields.redelivered;
    // AMQP counts whole seconds.
    if (typeof properties.timestamp === 'number') this.publishedAtMs = properties.timestamp * 1_000;
    this.#held = held;
  }

  isLost(): boolean {
    return this.#isLost;
  }

  onLost(listener: () => void): void {
    if (this.#isLost) listener();
    else (this.#onLost ??= []).push(listener);
  }

  /** The acknowledgement leaves with the others of this turn; RabbitMQ confirms none, so there is nothing to wait for. */
  settle(): Promise<void> {
    this.#held.settle(this);
    return done;
  }

  handBack(): Promise<void> {
    this.#held.handBack(this);
    return done;
  }

  lose(): void {
    this.#isLost = true;
    for (const listener of this.#onLost ?? []) listener();
  }
}
