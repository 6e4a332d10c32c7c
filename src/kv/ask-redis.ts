import type { RedisClient } from '../broker/bullmq/connect-redis.ts';

/**
 * Gives `work` the client of the cache's Redis. Rejects soon when Redis does not answer, and at once while it is known
 * to be away; the outage is logged by whoever made this.
 */
export type AskRedis = <Answer>(work: (redis: RedisClient) => Promise<Answer>) => Promise<Answer>;
