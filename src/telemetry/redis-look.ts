import { connectRedis, type RedisClient } from '../broker/bullmq/connect-redis.ts';
import type { RedisAddress } from '../config/redis-address.ts';

/** A connection to a Redis for its figures only. It reconnects by itself; whoever asks while it is away is refused. */
export class RedisLook {
  readonly #address: RedisAddress;
  #client: RedisClient | undefined;

  constructor(address: RedisAddress) {
    this.#address = address;
  }

  /** Connects when it is first asked. Rejects while there is no connection. */
  async ask<Answer>(question: (client: RedisClient) => Promise<Answer>): Promise<Answer> {
    this.#client ??= connectRedis(this.#address, 'publish').on('error', () => {});
    return question(this.#client);
  }

  close(): void {
    this.#client?.disconnect();
  }
}
