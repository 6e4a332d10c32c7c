import { randomBytes } from 'node:crypto';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Consumer, Delivery } from '../broker.ts';
import { KeptChannel } from './kept-channel.ts';
import type { Link } from './link.ts';
import { RabbitMqDelivery } from './rabbitmq-delivery.ts';
import { settlesWithin } from './settles-within.ts';
import { UnsettledDeliveries } from './unsettled-deliveries.ts';

export interface QueueConsumerOptions {
  readonly link: Link;
  /** What RabbitMQ shows as the consumer's name. */
  readonly name: string;
  readonly queue: string;
  readonly hold: number;
  /** Longer bodies are not parsed, in bytes. */
  readonly maxBodyBytes: number;
  /** Called on each new channel: makes sure that the queue is there. */
  readonly declare: (model: ChannelModel) => Promise<void>;
  readonly onDelivery: (delivery: Delivery) => void;
  /** Called each time that consuming has begun. */
  readonly onBegun: () => void;
  /** Called with why there was no consumer for a moment. */
  readonly onTrouble: (cause: Error) => void;
  readonly onClosed: () => void;
}

/** How long RabbitMQ may take to begin or cease to deliver before the channel is given up. */
const ANSWER_TIMEOUT_MS = 3_000;

/** Consumes one queue on a channel of its own, so that a channel error stops no other queue. */
export class QueueConsumer implements Consumer {
  readonly #options: QueueConsumerOptions;
  readonly #kept: KeptChannel<Channel>;
  #held: UnsettledDeliveries | undefined;
  #consumerTag: string | undefined;
  #isStopped = false;
  /** `stop` and `resume` take effect in the order of the calls. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: QueueConsumerOptions) {
    this.#options = options;
    this.#kept = new KeptChannel<Channel>(options.link, {
      open: (model) => model.createChannel(),
      prepare: (channel, model) => this.#prepare(channel, model),
      onBuilt: options.onBegun,
      onGone: () => this.#held?.lose(),
      onTrouble: options.onTrouble,
    });
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#inTurn((channel) => this.#cancel(channel));
  }

  resume(): Promise<void> {
    this.#isStopped = false;
    return this.#inTurn(async (channel) => {
      // After a stop there is nothing to cancel; without one, the server may have forgotten this consumer.
      await this.#cancel(channel);
      if (!this.#isStopped) await this.#consume(channel);
    });
  }

  async close(): Promise<void> {
    this.#isStopped = true;
    await this.#turn;
    const { channel } = this.#kept;
    if (channel !== undefined) await settlesWithin(ANSWER_TIMEOUT_MS, this.#windDown(channel));
    await this.#kept.close();
    this.#options.onClosed();
  }

  async #prepare(channel: Channel, model: ChannelModel): Promise<void> {
    const held = new UnsettledDeliveries(channel, this.#options.hold);
    this.#held = held;
    // The channel may go before it counts as built, and deliveries may have come by then.
    channel.on('close', () => held.lose());
    await this.#options.declare(model);
    await channel.prefetch(this.#options.hold);
    if (!this.#isStopped) await this.#consume(channel);
    if (this.#isStopped) await this.#cancel(channel);
  }

  async #consume(channel: Channel): Promise<void> {
    const { onDelivery, ...from } = this.#options;
    const held = this.#held;
    if (held === undefined) return;
    const take = (message: ConsumeMessage | null): void => {
      if (message === null) return this.#kept.rebuild(new Error('The server has cancelled the consumer'));
      const delivery = new RabbitMqDelivery(message, held, from);
      held.add(delivery);
      onDelivery(delivery);
    };
    // A new one each time: a quorum queue takes an old tag for the consumer that had it, with what that one held.
    const consumerTag = `${from.name} ${randomBytes(4).toString('hex')}`;
    await channel.consume(from.queue, take, { consumerTag });
    this.#consumerTag = consumerTag;
  }

  async #windDown(channel: Channel): Promise<void> {
    await this.#cancel(channel);
    this.#held?.flush();
    // A quorum queue takes acknowledgements in pipelined steps, and forgets those still to be taken when their channel
    // closes. No answer tells when it has, but a question about the queue is answered after the step before it.
    for (let step = 0; step < 2; step++) await channel.checkQueue(this.#options.queue);
  }

  async #cancel(channel: Channel): Promise<void> {
    const consumerTag = this.#consumerTag;
    this.#consumerTag = undefined;
    if (consumerTag !== undefined) await channel.cancel(consumerTag);
  }

  #inTurn(work: (channel: Channel) => Promise<void>): Promise<void> {
    this.#turn = this.#after(this.#turn, work);
    return this.#turn;
  }

  async #after(previous: Promise<void>, work: (channel: Channel) => Promise<void>): Promise<void> {
    await previous;
    const { channel } = this.#kept;
    // Without a channel there is nothing to do: the next one is prepared as wished.
    if (channel === undefined) return;
    const failure = await failureOf(work(channel));
    if (failure !== undefined && this.#kept.channel === channel) this.#kept.rebuild(failure);
  }
}

async function failureOf(work: Promise<void>): Promise<Error | undefined> {
  let failure: Error | undefined;
  const watched = work.catch((cause: unknown) => {
    failure = new Error('RabbitMQ refused to begin or cease to deliver', { cause });
  });
  const hasEnded = await settlesWithin(ANSWER_TIMEOUT_MS, watched);
  return hasEnded ? failure : new Error(`RabbitMQ did not answer within ${ANSWER_TIMEOUT_MS} ms`);
}
