import type { Channel, ConfirmChannel } from 'amqplib';
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
import { amqpErrorCode, NOT_FOUND } from './amqp-error-code.ts';
import { BrokerNews } from './broker-news.ts';
import { makeDeferred } from './deferred.ts';
import { explainTrouble } from './explain-trouble.ts';
import { KeptChannel } from './kept-channel.ts';
import type { Link } from './link.ts';
import { onOwnChannel } from './on-own-channel.ts';
import { Publisher } from './publisher.ts';
import { QueueConsumer } from './queue-consumer.ts';
import { QueueMismatchError } from './queue-mismatch-error.ts';
import { RabbitMqUnavailableError } from './rabbitmq-unavailable-error.ts';
import { settlesWithin } from './settles-within.ts';
import { socketOf } from './socket-of.ts';
import { Topology } from './topology.ts';
import { WriteBatcher } from './write-batcher.ts';

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

/** How long a question to the server, or the first connection, may take. */
const ANSWER_TIMEOUT_MS = 2_000;

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
  readonly #publishing: Link;
  readonly #publisher: Publisher;
  readonly #publishChannel: KeptChannel<ConfirmChannel>;
  readonly #ready = makeDeferred();
  readonly #consumers = new Set<QueueConsumer>();
  #consuming: Link | undefined;

  constructor(parts: RabbitMqBrokerParts) {
    const { log, queues, publishTimeoutMs } = parts;
    this.#parts = parts;
    this.#news = new BrokerNews(log);
    this.#topology = new Topology(queues, log, (queue, why) => this.#news.forgot(queue, why));
    this.#publishing = parts.openLink('publishing');
    this.#news.watch(this.#publishing);
    const publisher = new Publisher({
      link: this.#publishing,
      timeoutMs: publishTimeoutMs,
      declare: (queue) => this.#topology.redeclare(this.#publishing.model, queue),
    });
    this.#publisher = publisher;
    this.#publishChannel = new KeptChannel<ConfirmChannel>(this.#publishing, {
      open: (model) => model.createConfirmChannel(),
      prepare: (_channel, model) => this.#topology.declareAll(model),
      onBuilt: (channel) => {
        publisher.use(channel, new WriteBatcher(socketOf(channel)));
        this.#ready.resolve();
      },
      onGone: () => publisher.lose(),
      onTrouble: (error) =>
        log.error('RabbitMQ closed the channel for publishing; it is opened again', { error }),
    });
  }

  get maxHoldMs(): number {
    return this.#parts.consumerTimeoutMs;
  }

  /** Resolves when publications are taken for the first time. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** The first queue that others have declared with other properties. */
  get mismatch(): QueueMismatchError | undefined {
    return this.#topology.mismatch;
  }

  publish(batch: readonly Publication[]): Promise<readonly (PublishError | undefined)[]> {
    return this.#publisher.publish(batch);
  }

  /** Rejects with {@link QueueMismatchError} when the queue is there with other properties. */
  async consume(
    queue: Queue,
    { hold }: ConsumeOptions,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Consumer> {
    const { name, maxBodyBytes, log } = this.#parts;
    const begun = makeDeferred();
    const consumer: QueueConsumer = new QueueConsumer({
      link: this.#linkForConsuming(),
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
    if (!(await settlesWithin(ANSWER_TIMEOUT_MS, begun.promise))) return consumer;
    try {
      await begun.promise;
      return consumer;
    } catch (error) {
      await consumer.close();
      throw error;
    }
  }

  async counts(queue: Queue): Promise<QueueCounts> {
    const none = { messageCount: 0, consumerCount: 0 };
    const { messageCount, consumerCount } = await this.#ask(
      (channel): Promise<typeof none> => channel.checkQueue(queue.name),
      none,
    );
    // Only the management API knows what is delivered and unsettled.
    return { ready: messageCount, held: undefined, consumers: consumerCount };
  }

  async purge(queue: Queue): Promise<number> {
    return this.#ask(async (channel) => (await channel.purgeQueue(queue.name)).messageCount, 0);
  }

  async ping(): Promise<void> {
    const { blocked } = this.#publishing;
    if (blocked !== undefined) throw new RabbitMqUnavailableError(`it takes no publications (${blocked})`);
    await this.#ask(() => Promise.resolve(), undefined);
  }

  on<Event extends keyof BrokerEvents>(
    event: Event,
    listener: (...details: BrokerEvents[Event]) => void,
  ): void {
    this.#news.on(event, listener);
  }

  /** Takes at most the time of a publication and 4 s more. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#consumers, (consumer) => consumer.close()));
    await this.#publisher.close();
    await this.#publishChannel.close();
    await Promise.all([this.#publishing.close(), this.#consuming?.close()]);
  }

  #linkForConsuming(): Link {
    if (this.#consuming === undefined) {
      this.#consuming = this.#parts.openLink('consuming');
      this.#news.watch(this.#consuming);
    }
    return this.#consuming;
  }

  /** Asks about a queue; `whenMissing` is the answer when there is no such queue. */
  async #ask<Answer>(question: (channel: Channel) => Promise<Answer>, whenMissing: Answer): Promise<Answer> {
    const link = this.#consuming ?? this.#publishing;
    const { model } = link;
    if (model === undefined)
      throw new RabbitMqUnavailableError(link.lastFailure?.message ?? 'not connected yet', link.lastFailure);
    const asking = onOwnChannel(model, question).catch((error: unknown) => {
      if (amqpErrorCode(error) === NOT_FOUND) return whenMissing;
      throw new RabbitMqUnavailableError(error instanceof Error ? error.message : String(error), error);
    });
    if (await settlesWithin(ANSWER_TIMEOUT_MS, asking)) return asking;
    throw new RabbitMqUnavailableError(`no answer within ${ANSWER_TIMEOUT_MS} ms`);
  }
}
