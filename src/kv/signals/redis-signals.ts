import { connectRedis, type RedisClient } from '../../broker/bullmq/connect-redis.ts';
import type { RedisAddress } from '../../config/redis-address.ts';
import type { ChannelListener } from '../../db/database.ts';
import type { Log } from '../../telemetry/log.ts';
import type { AskRedis } from '../ask-redis.ts';
import { Listeners } from './listeners.ts';
import type { Signals } from './signals.ts';

export interface RedisSignalsOptions {
  readonly address: RedisAddress;
  readonly ask: AskRedis;
  /** First part of every channel. */
  readonly prefix: string;
  readonly log: Log;
}

/** Signals by PUBLISH; the first listener opens a connection of its own to hear them. */
export class RedisSignals implements Signals {
  readonly #options: RedisSignalsOptions;
  readonly #listeners = new Listeners();
  #hearing: RedisClient | undefined;
  #isHearing = false;
  #isClosed = false;

  constructor(options: RedisSignalsOptions) {
    this.#options = options;
  }

  get isHearing(): boolean {
    return this.#isHearing;
  }

  async send(channel: string, text: string): Promise<void> {
    await this.#options.ask((redis) => redis.publish(this.#nameOf(channel), text));
  }

  listen(channel: string, listener: ChannelListener): () => void {
    const stop = this.#listeners.add(this.#nameOf(channel), listener);
    const client = (this.#hearing ??= this.#connect());
    if (client.status === 'ready') void this.#subscribe(client);
    return stop;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isHearing = false;
    this.#hearing?.disconnect();
  }

  #connect(): RedisClient {
    // Not kept for later: what is to be subscribed is said anew by each connection.
    const client = connectRedis(this.#options.address, 'publish');
    client.on('error', (error: Error) => this.#options.log.debug('Redis connection', { error }));
    client.on('message', (channel: string, text: string) => this.#listeners.tell(channel, text));
    client.on('close', () => {
      this.#isHearing = false;
    });
    client.on('ready', () => void this.#subscribe(client));
    return client;
  }

  async #subscribe(client: RedisClient): Promise<void> {
    try {
      await client.subscribe(...this.#listeners.channels);
      if (this.#isClosed) return;
      this.#isHearing = true;
      this.#listeners.tellAllOfGap();
    } catch (error) {
      this.#options.log.debug('Redis connection', { error });
    }
  }

  #nameOf(channel: string): string {
    return `${this.#options.prefix}:${channel}`;
  }
}
