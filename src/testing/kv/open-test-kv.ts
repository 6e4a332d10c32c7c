import { loadConfig } from '../../config/load-config.ts';
import { makeActivity } from '../../kv/activity/make-activity.ts';
import { openCache } from '../../kv/cache/open-cache.ts';
import { makeChannelsOn } from '../../kv/channels/make-channels.ts';
import type { Kv } from '../../kv/kv.ts';
import { examineStore } from '../../kv/kv-health.ts';
import { makeLimits } from '../../kv/limits/make-limits.ts';
import { makeSessionsOn } from '../../kv/sessions/make-sessions.ts';
import { silentLog } from '../../telemetry/log.ts';
import { KvMemory } from './kv-memory.ts';
import { MemorySignals } from './memory-signals.ts';

/**
 * Cache, sessions, limits and their companions in memory, for tests of an application: the rules are those of the real
 * ones, on the clock of the machine. Give two of them one `memory`, and they are two processes.
 */
export function openTestKv(memory: KvMemory = new KvMemory()): Kv {
  const config = loadConfig({}, { envFile: false }).kv;
  const store = { kind: 'memory', prefix: config.prefix, cache: memory.cache } as const;
  const signals = new MemorySignals(memory.listeners);
  const { cache, close: closeCache } = openCache({ store, signals, config });
  const { channels, close: closeChannels } = makeChannelsOn({
    messages: memory.messages,
    signals,
    log: silentLog,
  });
  const isAway = (): boolean => false;
  return {
    cache,
    sessions: makeSessionsOn({ table: memory.sessions, copies: undefined, ttlMs: config.sessionTtlMs }),
    limits: makeLimits({ store: memory.limits, prefix: config.prefix, isAway }),
    activity: makeActivity({ store: memory.activity, isAway }),
    locks: memory.locks,
    channels,
    signals,
    store,
    redis: undefined,
    health: () => examineStore(store),
    close: async () => {
      closeChannels();
      await closeCache();
      await signals.close();
    },
  };
}
