import { type ConfirmChannel, IllegalOperationError } from 'amqplib';
import type { Publication, PublishError } from '../broker.ts';
import { PublishRefusedError, PublishUnconfirmedError } from '../broker-errors.ts';
import { type EncodedPublication, encodePublication } from './encode-publication.ts';
import type { Link } from './link.ts';
import { Answers, Outgoing } from './outgoing.ts';
import { Unanswered } from './unanswered.ts';
import { WriteBatcher } from './write-batcher.ts';

export interface PublisherOptions {
  readonly link: Link;
  /** How long a publication may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Called with the name of a queue that was not there; says whether it is now. */
  readonly declare: (queue: string) => Promise<boolean>;
}

/**
 * Sends publications and waits for RabbitMQ's confirmations. What was unconfirmed when the channel went is sent again
 * on the next one; what is not answered by its deadline is answered then.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #unanswered = new Unanswered((outgoing) => this.#answer(outgoing, this.#overdue(outgoing)));
  #unsent: Outgoing[] = [];
  /** Sent on a channel that has gone, in the order of sending. */
  #again: Outgoing[] = [];
  /** Broker ids that came back: a return comes just before its confirmation. */
  #returned: string[] = [];
  #channel: ConfirmChannel | undefined;
  #batcher: WriteBatcher | undefined;
  #isFull = false;
  #isClosed = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    options.link.on('blocked', () => this.#flush());
  }

  /** One answer each, in order, within the time given. */
  publish(batch: readonly Publication[]): Promise<readonly (PublishError | undefined)[]> {
    if (batch.length === 0) return Promise.resolve([]);
    const answers = new Answers(batch.length);
    const deadlineAtMs = performance.now() + this.#options.timeoutMs;
    let index = 0;
    for (const publication of batch) this.#accept(publication, deadlineAtMs, answers, index++);
    this.#flush();
    return answers.promise;
  }

  /** Sends on this channel from now on. */
  use(channel: ConfirmChannel, batcher: WriteBatcher): void {
    this.#channel = channel;
    this.#batcher = batcher;
    this.#isFull = false;
    this.#returned = [];
    channel.on('drain', () => {
      this.#isFull = false;
      this.#flush();
    });
    channel.on('return', ({ properties }) => this.#returned.push(String(properties.messageId)));
    this.#flush();
  }

  /** The channel has gone; called before amqplib rejects what was unconfirmed on it. */
  lose(): void {
    this.#channel = undefined;
  }

  /** Refuses what is published from now on, and waits until the rest is answered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#unanswered.emptied();
  }

  #accept(publication: Publication, deadlineAtMs: number, answers: Answers, index: number): void {
    if (this.#isClosed) {
      answers.set(index, new PublishRefusedError(publication.queue, 'the connection has been closed'));
      return;
    }
    let message: EncodedPublication;
    try {
      message = encodePublication(publication);
    } catch (cause) {
      answers.set(index, new PublishRefusedError(publication.queue, 'it cannot be written as JSON', cause));
      return;
    }
    const outgoing = new Outgoing(message, deadlineAtMs, answers, index);
    this.#unanswered.add(outgoing);
    this.#unsent.push(outgoing);
  }

  #flush(): void {
    if (this.#again.length > 0) this.#again = this.#sendFrom(this.#again);
    if (this.#again.length === 0 && this.#unsent.length > 0) this.#unsent = this.#sendFrom(this.#unsent);
    this.#batcher?.hold();
  }
  /** Sends what the channel takes, and gives what it does not. */
  #sendFrom(waiting: Outgoing[]): Outgoing[] {
    let sent = 0;
    for (const outgoing of waiting) {
      if (this.#unanswered.has(outgoing) && !this.#send(outgoing)) break;
      sent++;
    }
    return sent === waiting.length ? [] : waiting.slice(sent);
  }

  /** Whether it need not be sent again. */
  #send(outgoing: Outgoing): boolean {
    const channel = this.#channel;
    if (channel === undefined || this.#isFull || this.#options.link.blocked !== undefined) return false;
    try {
      const { routingKey, body, options } = outgoing.message;
      const hasRoom = channel.publish('', routingKey, body, options, (error: unknown) => {
        this.#heard(channel, outgoing, error);
      });
      outgoing.wasSent = true;
      this.#isFull = !hasRoom;
    } catch (cause) {
      // Thrown by a connection that is about to go: it goes on the next one.
      if (cause instanceof IllegalOperationError) return false;
      this.#refuse(outgoing, 'it cannot be written as an AMQP message', cause);
    }
    return true;
  }

  #heard(channel: ConfirmChannel, outgoing: Outgoing, error: unknown): void {
    if (!this.#unanswered.has(outgoing)) return;
    if (channel !== this.#channel) this.#again.push(outgoing);
    else if (error !== null)
      this.#refuse(outgoing, 'RabbitMQ said no (nack); the queue is full or has no leader');
    else if (this.#wasReturned(outgoing)) void this.#declareFor(outgoing);
    else this.#answer(outgoing, undefined);
  }

  /** Its queue was not there. Sends it once more if that can be mended. */
  async #declareFor(outgoing: Outgoing): Promise<void> {
    const isThere = !outgoing.wasUnroutable && (await this.#options.declare(outgoing.message.routingKey));
    outgoing.wasUnroutable = true;
    if (!this.#unanswered.has(outgoing)) return;
    if (!isThere) return this.#refuse(outgoing, 'RabbitMQ has no queue of that name');
    this.#unsent.push(outgoing);
    this.#flush();
  }

  #wasReturned(outgoing: Outgoing): boolean {
    if (this.#returned.length === 0) return false;
    const index = this.#returned.indexOf(outgoing.message.options.messageId);
    if (index >= 0) this.#returned.splice(index, 1);
    return index >= 0;
  }

  #refuse(outgoing: Outgoing, why: string, cause?: unknown): void {
    this.#answer(outgoing, new PublishRefusedError(outgoing.message.routingKey, why, cause));
  }

  #answer(outgoing: Outgoing, error: PublishError | undefined): void {
    this.#unanswered.delete(outgoing);
    outgoing.answer(error);
  }

  #overdue({ message: { routingKey }, wasSent }: Outgoing): PublishError {
    const { link, timeoutMs } = this.#options;
    const reason = link.blocked ?? link.lastFailure?.message ?? 'no answer came';
    const why = `${reason}, for ${timeoutMs} ms`;
    return wasSent
      ? new PublishUnconfirmedError(routingKey, why, link.lastFailure)
      : new PublishRefusedError(routingKey, why, link.lastFailure);
  }
}
