import type { BrokerKind, Queue } from '../job/queue.ts';
import type { Broker, Publication } from './broker.ts';

/**
 * The configured brokers of a process, each opened when it is first needed. Queues of a broker that is not configured
 * live on the other one.
 */
export class Brokers {
  readonly #openers: Readonly<Record<BrokerKind, () => Promise<Broker>>>;
  readonly #opened = new Map<BrokerKind, Promise<Broker>>();

  constructor(openers: Readonly<Record<BrokerKind, () => Promise<Broker>>>) {
    this.#openers = openers;
  }

  /** The broker that carries a queue. */
  of(queue: Queue): Promise<Broker> {
    const opened = this.#opened.get(queue.broker) ?? this.#openers[queue.broker]();
    this.#opened.set(queue.broker, opened);
    return opened;
  }

  /** Publishes a batch that may mix queues of several brokers; one answer each, in order. */
  async publish(
    batch: readonly Publication[],
    queueOf: (name: string) => Queue,
  ): Promise<readonly (Error | undefined)[]> {
    const answers: (Error | undefined)[] = new Array(batch.length);
    const places = new Map<Broker, number[]>();
    for (const [place, { queue }] of batch.entries()) {
      const broker = await this.of(queueOf(queue));
      const mine = places.get(broker);
      if (mine) mine.push(place);
      else places.set(broker, [place]);
    }
    await Promise.all([...places].map(([broker, mine]) => publishPart(broker, batch, mine, answers)));
    return answers;
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#opened.values());
    await Promise.all(opened.map(async (result) => result.status === 'fulfilled' && result.value.close()));
  }
}

async function publishPart(
  broker: Broker,
  batch: readonly Publication[],
  places: readonly number[],
  answers: (Error | undefined)[],
): Promise<void> {
  const part = places.map((place) => batch[place]).filter((publication) => publication !== undefined);
  const errors = await broker.publish(part);
  for (const [index, place] of places.entries()) answers[place] = errors[index];
}
