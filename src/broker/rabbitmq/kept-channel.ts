import { type Channel, type ChannelModel, IllegalOperationError } from 'amqplib';
import { asError } from '../../as-error.ts';
import type { Link } from './link.ts';
import { closeChannel } from './on-own-channel.ts';
import { settlesWithin } from './settles-within.ts';

export interface Keeping<Kind extends Channel> {
  /** Opens a channel. */
  open(model: ChannelModel): Promise<Kind>;
  /** Does what must be done before the channel counts as built. Only AMQP calls in it, so that it ends when the connection does. */
  prepare(channel: Kind, model: ChannelModel): Promise<void>;
  onBuilt(channel: Kind): void;
  /** It is gone, with everything on it. Called before amqplib tells those who wait for a confirmation. */
  onGone(channel: Kind): void;
  /** Called with why the server closed the channel, or why it could not be built. */
  onTrouble(cause: Error): void;
}

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 1_500;
/** Without a channel for so long, though the connection seems to be up, the connection is given up. */
const BUILD_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Keeps one channel open on a link. amqplib brings back connections, but no channels: after a channel error (a delivery
 * held for too long, an unknown delivery tag) there is none, and the connection says nothing about it.
 */
export class KeptChannel<Kind extends Channel> {
  readonly #link: Link;
  readonly #keeping: Keeping<Kind>;
  readonly #onUp = (): void => this.#start();
  #channel: Kind | undefined;
  #attempt = 0;
  #failures = 0;
  /** Told once, however often the next attempts fail with the same. */
  #trouble: string | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(link: Link, keeping: Keeping<Kind>) {
    this.#link = link;
    this.#keeping = keeping;
    link.on('up', this.#onUp);
    this.#start();
  }

  /** The channel, while it is built. */
  get channel(): Kind | undefined {
    return this.#channel;
  }

  /** Gives up the channel, with everything on it, and builds another. */
  rebuild(why: Error): void {
    this.#tell(why);
    void this.#giveUp();
    this.#startLater();
  }

  /** Closes the channel; everything unsettled on it goes back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#link.off('up', this.#onUp);
    await settlesWithin(CLOSE_TIMEOUT_MS, this.#giveUp());
  }

  #start(): void {
    const { model } = this.#link;
    clearTimeout(this.#retry);
    if (model !== undefined && !this.#isClosed) void this.#build(model, ++this.#attempt);
  }

  #startLater(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#retry);
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#failures++);
    this.#retry = setTimeout(() => this.#start(), delayMs);
  }

  async #build(model: ChannelModel, attempt: number): Promise<void> {
    const isCurrent = (): boolean => attempt === this.#attempt && !this.#isClosed;
    let failure: Error | undefined;
    const building = this.#open(model, isCurrent).catch((error: unknown) => {
      failure = asError(error);
    });
    const hasEnded = await settlesWithin(BUILD_TIMEOUT_MS, building);
    if (!isCurrent()) return;
    if (!hasEnded) this.#link.restart(new Error(`RabbitMQ gave no channel within ${BUILD_TIMEOUT_MS} ms`));
    if (failure === undefined) return;
    if (this.#link.model !== undefined) this.#tell(failure);
    this.#startLater();
  }

  async #open(model: ChannelModel, isCurrent: () => boolean): Promise<void> {
    const channel = await this.#keeping.open(model).catch((error: unknown) => {
      // Thrown by a connection that is over, which amqplib has not noticed when it ended in the packet that opened it.
      if (error instanceof IllegalOperationError && this.#link.model === model) this.#link.restart(error);
      throw error;
    });
    const state = { isOpen: true };
    channel.on('error', (cause) => this.#tell(cause));
    // Before amqplib's own listener, which rejects what is unconfirmed: by then it must be known why.
    channel.prependListener('close', () => {
      state.isOpen = false;
      this.#gone(channel);
    });
    try {
      await this.#keeping.prepare(channel, model);
    } catch (error) {
      void closeChannel(channel);
      throw error;
    }
    if (!isCurrent()) return void closeChannel(channel);
    if (!state.isOpen) throw new Error('The channel was closed while it was prepared');
    this.#channel = channel;
    this.#failures = 0;
    this.#trouble = undefined;
    this.#keeping.onBuilt(channel);
  }

  #gone(channel: Kind): void {
    if (this.#channel !== channel) return;
    this.#channel = undefined;
    this.#keeping.onGone(channel);
    this.#startLater();
  }

  async #giveUp(): Promise<void> {
    this.#attempt++;
    const channel = this.#channel;
    if (channel === undefined) return;
    this.#channel = undefined;
    this.#keeping.onGone(channel);
    await closeChannel(channel);
  }

  #tell(cause: Error): void {
    if (cause.message === this.#trouble) return;
    this.#trouble = cause.message;
    this.#keeping.onTrouble(cause);
  }
}
