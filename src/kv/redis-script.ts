import { createHash } from 'node:crypto';
import type { RedisClient } from '../broker/bullmq/connect-redis.ts';

/** A Lua script that Redis runs in one step. It is sent by its digest, and in full to a server that lacks it. */
export class RedisScript {
  readonly #text: string;
  readonly #digest: string;

  constructor(text: string) {
    this.#text = text;
    this.#digest = createHash('sha1').update(text).digest('hex');
  }

  /** On a Cluster all `keys` must be of one slot. */
  async run(
    redis: RedisClient,
    keys: readonly string[],
    values: readonly (string | number | Buffer)[],
  ): Promise<unknown> {
    try {
      return await redis.evalsha(this.#digest, keys.length, ...keys, ...values);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(this.#text, keys.length, ...keys, ...values);
    }
  }
}
