import { NightshiftError } from '../nightshift-error.ts';
import type { PublishError } from './broker.ts';

/** The broker does not have the message; publishing it again is safe. */
export class PublishRefusedError extends NightshiftError implements PublishError {
  readonly code = 'PUBLISH_REFUSED';
  readonly kind = 'refused';

  constructor(queue: string, why: string, cause?: unknown) {
    super(`Queue ${queue} did not take the message: ${why}. Publish it again once that is mended.`, {
      cause,
    });
  }
}

/** The broker may have the message: it was sent, and the answer did not come. */
export class PublishUnconfirmedError extends NightshiftError implements PublishError {
  readonly code = 'PUBLISH_UNCONFIRMED';
  readonly kind = 'unconfirmed';

  constructor(queue: string, why: string, cause?: unknown) {
    super(
      `Queue ${queue} did not confirm the message: ${why}. It may have been stored; publish it again under the same id.`,
      { cause },
    );
  }
}

/** The Redis of the queues may throw keys away when its memory is full, and jobs with them. */
export class EvictingRedisError extends NightshiftError {
  readonly code = 'REDIS_EVICTS';

  constructor(policy: string) {
    super(
      `Redis has maxmemory-policy ${policy}, so it may throw jobs away; expected noeviction. Run "CONFIG SET maxmemory-policy noeviction" and put it into redis.conf, or give caches a Redis of their own (KV_REDIS_URL).`,
    );
  }
}

/** The server is older than what the queues need. */
export class UnsupportedRedisError extends NightshiftError {
  readonly code = 'REDIS_UNSUPPORTED';

  constructor(version: string, leastVersion: string) {
    super(`Redis is version ${version}; expected ${leastVersion} or newer. Upgrade the server.`);
  }
}

/** BullMQ's own tables in PostgreSQL are missing, or newer than this version. */
export class BrokerSchemaError extends NightshiftError {
  readonly code = 'BROKER_SCHEMA';

  constructor(schema: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `BullMQ's tables in the PostgreSQL schema ${schema} cannot be used (${why}). Run "nightshift migrate"; if the tables are newer, upgrade Nightshift.`,
      { cause },
    );
  }
}
