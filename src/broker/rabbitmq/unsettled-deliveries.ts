import type { Channel, Message } from 'amqplib';

/** A delivery as the channel knows it. */
export interface Held {
  readonly tag: number;
  /** Called when the channel goes while the delivery is unsettled. */
  lose(): void;
}

/** How long an acknowledgement may wait for the deliveries before it. */
const PATIENCE_MS = 10;

/**
 * What one channel has delivered and nobody has settled, and the acknowledgements on their way. Deliveries settled in
 * one turn of the event loop, with none unsettled before them, are acknowledged by one frame; those that overtook
 * others wait for a gap to close, up to 10 ms or a quarter of what the channel may hold.
 */
export class UnsettledDeliveries {
  readonly #channel: Channel;
  readonly #mostLate: number;
  /** In the order of delivery, so that the first key is the lowest tag. */
  readonly #unsettled = new Map<number, Held>();
  #settled: number[] = [];
  #flush: NodeJS.Immediate | undefined;
  #lateFlush: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(channel: Channel, hold: number) {
    this.#channel = channel;
    this.#mostLate = Math.max(1, Math.floor(hold / 4));
  }

  add(held: Held): void {
    this.#unsettled.set(held.tag, held);
  }

  /** Nothing happens when it is settled, handed back or lost already. */
  settle(held: Held): void {
    if (!this.#unsettled.delete(held.tag)) return;
    this.#settled.push(held.tag);
    this.#flush ??= setImmediate(() => this.#acknowledge(false));
  }

  handBack(held: Held): void {
    if (!this.#unsettled.delete(held.tag)) return;
    this.#send(() => this.#channel.nack(messageWith(held.tag), false, true));
  }

  /** Sends the acknowledgements that are waiting. */
  flush(): void {
    this.#acknowledge(true);
  }

  /** The channel has gone: the server gives to others what was unsettled or unacknowledged. */
  lose(): void {
    this.#isOver = true;
    clearImmediate(this.#flush);
    clearTimeout(this.#lateFlush);
    this.#settled = [];
    const lost = [...this.#unsettled.values()];
    this.#unsettled.clear();
    for (const held of lost) held.lose();
  }

  #acknowledge(isLastChance: boolean): void {
    clearImmediate(this.#flush);
    this.#flush = undefined;
    const [lowest = Number.POSITIVE_INFINITY] = this.#unsettled.keys();
    let upTo = 0;
    const late: number[] = [];
    for (const tag of this.#settled) {
      if (tag > lowest) late.push(tag);
      else if (tag > upTo) upTo = tag;
    }
    // The tag must be one that is still unacknowledged: RabbitMQ closes the channel over any other.
    if (upTo > 0) this.#ack(upTo, true);
    if (isLastChance || late.length >= this.#mostLate) this.#ackEach(late);
    else this.#keepLate(late);
  }

  #ackEach(tags: readonly number[]): void {
    for (const tag of tags) this.#ack(tag, false);
    this.#keepLate([]);
  }

  #keepLate(tags: number[]): void {
    this.#settled = tags;
    if (tags.length > 0) {
      this.#lateFlush ??= setTimeout(() => this.#acknowledge(true), PATIENCE_MS);
    } else if (this.#lateFlush !== undefined) {
      clearTimeout(this.#lateFlush);
      this.#lateFlush = undefined;
    }
  }

  #ack(tag: number, allUpTo: boolean): void {
    this.#send(() => this.#channel.ack(messageWith(tag), allUpTo));
  }

  #send(frame: () => void): void {
    if (this.#isOver) return;
    try {
      frame();
    } catch {
      // The channel is about to go, and everything unacknowledged on it goes back by itself.
    }
  }
}

function messageWith(deliveryTag: number): Message {
  // Of a message to acknowledge, amqplib reads only the tag; keeping whole messages would keep their bodies.
  return { fields: { deliveryTag } } as Message;
}
