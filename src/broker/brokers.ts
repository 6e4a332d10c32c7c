import { asError } from '../as-error.ts';
import type { BrokerKind, Queue } from '../job/queue.ts';
import type { Broker, Publication } from './broker.ts';
import { publishTraced } from './publish-traced.ts';

/** How each configured broker is opened; BullMQ always can be, on Redis or on PostgreSQL. */
export interface BrokerOpeners {
  readonly bullmq: () => Promise<Broker>;
  readonly rabbitmq?: () => Promise<Broker>;
}

/**
 * The configured brokers of a process, each opened when it is first needed. RabbitMQ's queues run on BullMQ while
 * RabbitMQ is not configured.
 */
export class Brokers {
  readonly #openers: BrokerOpeners;
  readonly #opened = new Map<BrokerKind, Promise<Broker>>();
  readonly #ready = new Map<BrokerKind, Broker>();

  constructor(openers: BrokerOpeners) {
    this.#openers = openers;
  }

  /** The broker that carries a queue. A failure to open is not remembered. */
  of(queue: Pick<Queue, 'broker'>): Promise<Broker> {
    const kind = this.kindOf(queue);
    const known = this.#opened.get(kind);
    if (known) return known;
    const opening = (this.#openers[kind] ?? this.#openers.bullmq)();
    this.#opened.set(kind, opening);
    opening.then(
      (broker) => this.#ready.set(kind, broker),
      () => this.#opened.delete(kind),
    );
    return opening;
  }

  /** The broker that carries a queue, if it has been opened already. */
  opened(queue: Pick<Queue, 'broker'>): Broker | undefined {
    return this.#ready.get(this.kindOf(queue));
  }

  /** Which broker carries a queue here. */
  kindOf(queue: Pick<Queue, 'broker'>): BrokerKind {
    return queue.broker === 'rabbitmq' && this.#openers.rabbitmq ? 'rabbitmq' : 'bullmq';
  }

  /** Publishes a batch that may mix queues of several brokers; one answer each, in order. Never rejects. */
  async publish(
    batch: readonly Publication[],
    getQueue: (name: string) => Queue,
  ): Promise<readonly (Error | undefined)[]> {
    const answers: (Error | undefined)[] = new Array(batch.length);
    const places = new Map<BrokerKind, number[]>();
    for (const [place, { queue }] of batch.entries()) {
      try {
        const kind = this.kindOf(getQueue(queue));
        const mine = places.get(kind);
        if (mine) mine.push(place);
        else places.set(kind, [place]);
      } catch (error) {
        // The queue was taken out of the table; its jobs wait until it is back.
        answers[place] = asError(error);
      }
    }
    await Promise.all([...places].map(([kind, mine]) => this.#publishPart(kind, batch, mine, answers)));
    return answers;
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#opened.values());
    await Promise.all(opened.map(async (result) => result.status === 'fulfilled' && result.value.close()));
  }

  async #publishPart(
    kind: BrokerKind,
    batch: readonly Publication[],
    places: readonly number[],
    answers: (Error | undefined)[],
  ): Promise<void> {
    const part = places.flatMap((place) => batch[place] ?? []);
    const errors = await this.of({ broker: kind }).then(
      (broker) => publishTraced(broker, part),
      (error: Error) => part.map(() => error),
    );
    for (const [index, place] of places.entries()) answers[place] = errors[index];
  }
}
