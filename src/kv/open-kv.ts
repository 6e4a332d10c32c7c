import type { Config } from '../config/load-config.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../telemetry/log.ts';
import { makeActivity } from './activity/make-activity.ts';
import { PostgresActivityStore } from './activity/postgres-activity-store.ts';
import { RedisActivityStore } from './activity/redis-activity-store.ts';
import { openCache } from './cache/open-cache.ts';
import { makeChannels } from './channels/make-channels.ts';
import type { Kv } from './kv.ts';
import { examineStore } from './kv-health.ts';
import type { KvStore } from './kv-store.ts';
import { isStoreAway } from './kv-unavailable-error.ts';
import { makeLimits } from './limits/make-limits.ts';
import { PostgresLimitStore } from './limits/postgres-limit-store.ts';
import { RedisLimitStore } from './limits/redis-limit-store.ts';
import { makeLocks } from './locks/locks.ts';
import { RedisDoor } from './redis-door.ts';
import { makeSessions } from './sessions/make-sessions.ts';
import { SessionCopies } from './sessions/session-copies.ts';
import { PostgresSignals } from './signals/postgres-signals.ts';
import { RedisSignals } from './signals/redis-signals.ts';

export interface OpenKvOptions {
  readonly config: Config['kv'];
  readonly database: Database;
  readonly log: Log;
}

/** Requests wait for these answers: what takes longer counts as away. */
const QUERY_TIMEOUT_MS = 1_500;

/** Cache, sessions, limits and their companions, where the configuration says. Waits for no server. */
export function openKv({ config, database, log }: OpenKvOptions): Kv {
  const { address, prefix } = config;
  const prompt = database.withTimeout(QUERY_TIMEOUT_MS);
  const door = address && new RedisDoor({ address, log });
  const store: KvStore = door
    ? { kind: 'redis', prefix, ask: (work) => door.ask(work) }
    : { kind: 'postgresql', prefix, database: prompt };
  const signals =
    door && address
      ? new RedisSignals({ address, prefix, log, ask: (work) => door.ask(work) })
      : new PostgresSignals(prompt, prefix);
  const { cache, close: closeCache } = openCache({ store, signals, config });
  const { channels, close: closeChannels } = makeChannels({ database: prompt, signals, log });
  return {
    ...partsOn(store, { config, database: prompt, log }),
    cache,
    locks: makeLocks(prompt),
    channels,
    signals,
    store,
    redis: door?.client,
    health: () => examineStore(store),
    close: async () => {
      closeChannels();
      await closeCache();
      await signals.close();
      await door?.close();
    },
  };
}

function partsOn(
  store: KvStore,
  { config, database }: OpenKvOptions,
): Pick<Kv, 'sessions' | 'limits' | 'activity'> {
  const { prefix } = store;
  const isRedis = store.kind === 'redis';
  return {
    sessions: makeSessions({
      database,
      copies: isRedis ? new SessionCopies(store.ask, prefix) : undefined,
      ttlMs: config.sessionTtlMs,
    }),
    limits: makeLimits({
      store: isRedis ? new RedisLimitStore(store.ask) : new PostgresLimitStore(database),
      prefix,
      isAway: isStoreAway,
    }),
    activity: makeActivity({
      store: isRedis ? new RedisActivityStore(store.ask, prefix) : new PostgresActivityStore(database),
      isAway: isStoreAway,
    }),
  };
}
