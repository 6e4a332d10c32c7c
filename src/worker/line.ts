import type { Broker, Consumer, Delivery } from '../broker/broker.ts';
import type { Queue } from '../job/queue.ts';

/** Why a line takes no deliveries at the moment. */
export type Halt = 'paused' | 'ledger-away' | 'ending';

/** One consumed queue of a worker process. It runs while nothing halts it. */
export class Line {
  readonly queue: Queue;
  readonly broker: Broker;
  /** How many there have been: a count, because asking a clock each time costs a flood some per cent. */
  deliveries = 0;
  readonly #consumer: Consumer;
  readonly #halts = new Set<Halt>();
  #turning: Promise<void> = Promise.resolve();

  private constructor(queue: Queue, broker: Broker, consumer: Consumer) {
    this.queue = queue;
    this.broker = broker;
    this.#consumer = consumer;
  }

  static async open(
    queue: Queue,
    broker: Broker,
    hold: number,
    take: (delivery: Delivery) => void,
  ): Promise<Line> {
    const onDelivery = (delivery: Delivery): void => {
      if (line) line.deliveries += 1;
      take(delivery);
    };
    // Deliveries may come before `consume` has resolved.
    let line: Line | undefined;
    line = new Line(queue, broker, await broker.consume(queue, { hold }, onDelivery));
    return line;
  }

  get isPaused(): boolean {
    return this.#halts.has('paused');
  }

  get isHalted(): boolean {
    return this.#halts.size > 0;
  }

  halt(why: Halt): Promise<void> {
    const wasHalted = this.isHalted;
    this.#halts.add(why);
    return wasHalted ? this.#turning : this.#turn(() => this.#consumer.stop());
  }

  lift(why: Halt): Promise<void> {
    const wasThere = this.#halts.delete(why);
    return wasThere && !this.isHalted ? this.#turn(() => this.#consumer.resume()) : this.#turning;
  }

  /** Takes up consuming afresh: the consumer has gone quiet. */
  async rebuild(): Promise<void> {
    await this.#turn(async () => {
      await this.#consumer.stop();
      await this.#consumer.resume();
    });
  }

  async close(): Promise<void> {
    await this.#turning.catch(() => undefined);
    await this.#consumer.close();
  }

  /** One after the other, so that a quick pause and resume end as they were asked for. */
  #turn(action: () => Promise<void>): Promise<void> {
    this.#turning = this.#turning.then(action, action);
    return this.#turning;
  }
}
