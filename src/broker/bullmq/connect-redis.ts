import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress } from '../../config/redis-address.ts';

export type RedisClient = Redis | Cluster;

/**
 * `publish` never keeps a command for later and never sends one twice: what was unanswered when the connection broke
 * is rejected. `work` keeps commands until the connection is back, because a job's end must reach Redis.
 */
export type RedisPurpose = 'publish' | 'work';

/** Opens a connection that reconnects until it is disconnected. The caller must listen to `error`. */
export function connectRedis(address: RedisAddress, purpose: RedisPurpose): RedisClient {
  const options = { ...serverOptions(address), ...PURPOSES[purpose] };
  switch (address.kind) {
    case 'single':
      return withoutLeftTimer(new Redis({ ...options, ...address.server }));
    case 'sentinel':
      return withoutLeftTimer(
        new Redis({
          ...options,
          // The lists are readonly only in our own types; the client does not change them.
          sentinels: [...address.sentinels],
          name: address.masterName,
          sentinelRetryStrategy: retryDelayMs,
          ...(options.tls ? { enableTLSForSentinelMode: true, sentinelTLS: options.tls } : {}),
          ...(address.sentinelUsername === undefined ? {} : { sentinelUsername: address.sentinelUsername }),
          ...(address.sentinelPassword === undefined ? {} : { sentinelPassword: address.sentinelPassword }),
        }),
      );
    case 'cluster': {
      const cluster = new Cluster([...address.nodes], {
        redisOptions: options,
        enableOfflineQueue: purpose === 'work',
        clusterRetryStrategy: retryDelayMs,
        slotsRefreshTimeout: 5_000,
      });
      cluster.on('+node', withoutLeftTimer);
      return cluster;
    }
  }
}

/**
 * ioredis leaves the timer of a command that was never answered, which would keep a stopped process for
 * `socketTimeout`; and as long as it knows of a timer, it starts none for the connection that comes next.
 */
function withoutLeftTimer(redis: Redis): Redis {
  redis.on('close', () => {
    clearTimeout(Reflect.get(redis, 'socketTimeoutTimer'));
    Reflect.set(redis, 'socketTimeoutTimer', undefined);
  });
  return redis;
}

/** Milliseconds before the next try to connect: from 50, doubled, at most 2,000. */
function retryDelayMs(times: number): number {
  return Math.min(50 * 2 ** Math.min(times - 1, 6), 2_000);
}

function serverOptions(address: RedisAddress): RedisOptions {
  return {
    db: address.db,
    family: address.family,
    retryStrategy: retryDelayMs,
    connectTimeout: 5_000,
    keepAlive: 10_000,
    // Redis does not see the end of a connection on which it holds an answer back.
    disconnectTimeout: 200,
    // Above the 5 s for which a worker's connection waits for a job in Redis; a half-open socket is dropped after it.
    socketTimeout: 15_000,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(address.password === undefined ? {} : { password: address.password }),
    ...(address.tls === 'off' ? {} : { tls: { rejectUnauthorized: address.tls === 'verified' } }),
  };
}

const PURPOSES = {
  publish: {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    reconnectOnError: (error: Error) => (isReadOnly(error) ? 1 : false),
  },
  work: {
    maxRetriesPerRequest: null,
    reconnectOnError: (error: Error) => (isReadOnly(error) ? 2 : false),
  },
} as const;

/** A replica answers so after a failover that this connection has not noticed. */
function isReadOnly(error: Error): boolean {
  return error.message.startsWith('READONLY');
}
