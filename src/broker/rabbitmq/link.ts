import { EventEmitter } from 'node:events';
import type { ChannelModel, Options, RecoveringChannelModel } from 'amqplib';
import type { AmqpAddress } from '../../config/amqp-address.ts';
import { connectOptions } from './connect-options.ts';
import { openRecovering, type RecoveringOptions } from './open-recovering.ts';
import { settlesWithin } from './settles-within.ts';
import { destroySocket } from './socket-of.ts';

export interface LinkOptions extends RecoveringOptions {
  readonly address: AmqpAddress;
}

export interface LinkEvents {
  up: [model: ChannelModel];
  down: [cause: Error];
  /** An attempt to connect has failed; the next is on its way. */
  failed: [cause: Error];
  /** RabbitMQ has begun or ceased to refuse publications. */
  blocked: [why: string | undefined];
}

const CLOSE_TIMEOUT_MS = 2_000;
const RESTART_DELAY_MS = 200;
/** Above the connect timeout and the longest back-off together, so that it only bites where amqplib has stopped trying. */
const SILENCE_MS = 10_000;

/**
 * One connection to RabbitMQ that comes back by itself until it is closed. amqplib reconnects; a link adds hosts taken
 * in turn, and a start from scratch when amqplib's recovery has gone silent: it waits for ever for a connection that
 * died while it was being handed over.
 */
export class Link extends EventEmitter<LinkEvents> {
  readonly #options: LinkOptions;
  readonly #hosts: readonly Options.Connect[];
  #recovering: RecoveringChannelModel | undefined;
  #model: ChannelModel | undefined;
  #blocked: string | undefined;
  #lastFailure: Error | undefined;
  #silence: NodeJS.Timeout | undefined;
  #turn = 0;
  #isClosed = false;

  constructor(options: LinkOptions) {
    super();
    this.setMaxListeners(0);
    this.#options = options;
    this.#hosts = connectOptions(options.address);
    this.#start();
  }

  /** The connection, while there is one. */
  get model(): ChannelModel | undefined {
    return this.#model;
  }

  /** Why RabbitMQ takes no publications (a memory or disk alarm), while that lasts. */
  get blocked(): string | undefined {
    return this.#blocked;
  }

  /** Why there is no connection: how the last attempt failed, or how the last connection ended. */
  get lastFailure(): Error | undefined {
    return this.#lastFailure;
  }

  /** Drops the connection and makes a new one. */
  restart(why: Error): void {
    if (this.#isClosed) return;
    void this.#drop();
    this.#lost(why);
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#start(), RESTART_DELAY_MS);
  }

  /** Closes the connection, in at most 2 s. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#drop();
    this.#model = undefined;
  }

  #start(): void {
    this.#watchForSilence();
    const host: Options.Connect = {};
    const takeTurn = (): void => {
      Object.assign(host, this.#hosts[this.#turn++ % this.#hosts.length]);
    };
    takeTurn();
    void openRecovering(host, this.#options).then((recovering) => this.#follow(recovering, takeTurn));
  }

  #follow(recovering: RecoveringChannelModel, takeTurn: () => void): void {
    this.#recovering = recovering;
    const whileCurrent =
      <Details extends unknown[]>(react: (...details: Details) => void) =>
      (...details: Details): void => {
        if (this.#recovering === recovering) react(...details);
      };
    // An `error` that nobody listens to would end the process; `disconnect` follows it.
    recovering.on('error', () => {});
    recovering.on(
      'connect',
      whileCurrent((model) => this.#gained(model)),
    );
    recovering.on(
      'disconnect',
      whileCurrent((cause) => this.#lost(cause)),
    );
    recovering.on(
      'connect-failed',
      whileCurrent((cause) => this.#failed(cause)),
    );
    // amqplib reads the address anew at each attempt, so changing it in place moves on to the next host.
    recovering.on('reconnect-scheduled', takeTurn);
    recovering.on(
      'blocked',
      whileCurrent((why) => this.#setBlocked(why)),
    );
    recovering.on(
      'unblocked',
      whileCurrent(() => this.#setBlocked(undefined)),
    );
    if (this.#isClosed) void this.#drop();
  }

  #gained(model: ChannelModel): void {
    clearTimeout(this.#silence);
    this.#model = model;
    this.#lastFailure = undefined;
    this.emit('up', model);
  }

  #lost(cause: Error): void {
    this.#lastFailure = cause;
    this.#watchForSilence();
    if (this.#model === undefined) return;
    setTimeout(destroySocket, CLOSE_TIMEOUT_MS, this.#model).unref();
    this.#model = undefined;
    this.#blocked = undefined;
    this.emit('down', cause);
  }

  #failed(cause: Error): void {
    this.#lastFailure = cause;
    this.#watchForSilence();
    this.emit('failed', cause);
  }

  #setBlocked(why: string | undefined): void {
    this.#blocked = why;
    this.emit('blocked', why);
  }

  #watchForSilence(): void {
    clearTimeout(this.#silence);
    if (this.#isClosed) return;
    this.#silence = setTimeout(() => {
      this.restart(new Error(`No connection to RabbitMQ, and no attempt to make one, for ${SILENCE_MS} ms`));
    }, SILENCE_MS);
  }

  async #drop(): Promise<void> {
    clearTimeout(this.#silence);
    const recovering = this.#recovering;
    const model = this.#model;
    this.#recovering = undefined;
    if (recovering === undefined) return;
    await settlesWithin(CLOSE_TIMEOUT_MS, recovering.close());
    if (model !== undefined) destroySocket(model);
  }
}
