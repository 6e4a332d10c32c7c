import type { Channel } from 'amqplib';
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
import { ask } from './ask.ts';
import { BrokerNews } from './broker-news.ts';
import { makeDeferred } from './deferred.ts';
import { explainTrouble } from './explain-trouble.ts';
import type { Link } from './link.ts';
import { Publishing } from './publishing.ts';
import { QueueConsumer } from './queue-consumer.ts';
import { QueueMismatchError } from './queue-mismatch-error.ts';
import { RabbitMqUnavailableError } from './rabbitmq-unavailable-error.ts';
import { settlesWithin } from './settles-within.ts';
import { Topology } from './topology.ts';

export interface RabbitMqBrokerParts {
  /** What RabbitMQ shows as the name of its consumers. */
  readonly name: string;
  readonly openLink: (purpose: 'publishing' | 'consuming') => Link;
  readonly queues: readonly Queue[];
  readonly publishTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly consumerTimeoutMs: number;
  readonly log: Log;
}

/** How long a consumer may take to begin before its server counts as away. */
const BEGIN_TIMEOUT_MS = 2_000;

/**
 * RabbitMQ. Publishing and consuming have connections of their own, because a server that is short of memory stops
 * reading from whoever publishes, acknowledgements included.
 */
export class RabbitMqBroker implements Broker {
  readonly kind = 'rabbitmq';
  readonly mayDeliverCopies = true;
  readonly #parts: RabbitMqBrokerParts;
  readonly #news: BrokerNews;
  readonly #topology: Topology;
  readonly #publishing: Publishing;
  readonly #consumers = new Set<QueueConsumer>();
  #consuming: Link | undefined;

  constructor(parts: RabbitMqBrokerParts) {
    const { log, queues, publishTimeoutMs: timeoutMs } = parts;
    this.#parts = parts;
    this.#news = new BrokerNews(log);
    const topology = new Topology(queues, log, (queue, why) => this.#news.forgot(queue, why));
    this.#topology = topology;
    this.#publishing = new Publishing({ link: this.#openLink('publishing'), topology, timeoutMs, log });
  }

  get maxHoldMs(): number {
    return this.#parts.consumerTimeoutMs;
  }

  /** Resolves when publications are taken for the first time. */
  get ready(): Promise<void> {
    return this.#publishing.ready;
  }

  /** The first queue that others have declared with other properties. */
  get mismatch(): QueueMismatchError | undefined {
    return this.#topology.mismatch;
  }

  publish(batch: readonly Publication[]): Promise<readonly (PublishError | undefined)[]> {
    return this.#publishing.publisher.publish(batch);
  }

  /** Rejects with {@link QueueMismatchError} when the queue is there with other properties. */
  async consume(
    queue: Queue,
    { hold }: ConsumeOptions,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Consumer> {
    const { name, maxBodyBytes, log } = this.#parts;
    this.#consuming ??= this.#openLink('consuming');
    const begun = makeDeferred();
    const consumer: QueueConsumer = new QueueConsumer({
      link: this.#consuming,
      name,
      queue: queue.name,
      hold,
      maxBodyBytes,
      declare: (model) => this.#topology.declare(model, queue),
      onDelivery,
      onBegun: begun.resolve,
      onTrouble: (error) => {
        log.error(explainTrouble(error), { queue: queue.name, error });
        if (error instanceof QueueMismatchError) begun.reject(error);
      },
      onClosed: () => this.#consumers.delete(consumer),
    });
    this.#consumers.add(consumer);
    // Without an answer in time the server is away, and consuming begins when it is back.
    if (!(await settlesWithin(BEGIN_TIMEOUT_MS, begun.promise))) return consumer;
    try {
      await begun.promise;
      return consumer;
    } catch (error) {
      await consumer.close();
      throw error;
    }
  }

  async counts({ name }: Queue): Promise<QueueCounts> {
    const none = { messageCount: 0, consumerCount: 0 };
    const answer = await ask(
      this.#askable,
      (channel): Promise<typeof none> => channel.checkQueue(name),
      none,
    );
    // Only the management API knows what is delivered and unsettled.
    return { ready: answer.messageCount, held: undefined, consumers: answer.consumerCount };
  }

  async purge({ name }: Queue): Promise<number> {
    return ask(this.#askable, async (channel) => (await channel.purgeQueue(name)).messageCount, 0);
  }

  async ping(): Promise<void> {
    const { blocked } = this.#publishing.link;
    if (blocked !== undefined) throw new RabbitMqUnavailableError(`it takes no publications (${blocked})`);
    await Promise.all([
      ask(this.#publishing.link, publishNowhere, undefined),
      this.#consuming && ask(this.#consuming, () => Promise.resolve(), undefined),
    ]);
  }

  on<Event extends keyof BrokerEvents>(
    event: Event,
    listener: (...details: BrokerEvents[Event]) => void,
  ): void {
    this.#news.on(event, listener);
  }

  /** Takes at most the time of a publication and a few seconds more. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#consumers, (consumer) => consumer.close()));
    await Promise.all([this.#publishing.close(), this.#consuming?.close()]);
  }

  /** A server that is short of memory answers nothing to whoever publishes, so others are asked by preference. */
  get #askable(): Link {
    return this.#consuming ?? this.#publishing.link;
  }

  #openLink(purpose: 'publishing' | 'consuming'): Link {
    const link = this.#parts.openLink(purpose);
    this.#news.watch(link);
    return link;
  }
}

/** A server that is short of memory or disk tells only those who publish; it reads nothing more from them. */
async function publishNowhere(channel: Channel): Promise<void> {
  channel.publish('', 'nightshift.nowhere', Buffer.alloc(0));
  await channel.checkExchange('amq.direct');
}
