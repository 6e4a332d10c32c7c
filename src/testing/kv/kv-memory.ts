import { MemoryLimitStore } from '../../kv/limits/memory-limit-store.ts';
import { Listeners } from '../../kv/signals/listeners.ts';
import { MemoryActivityStore } from './memory-activity-store.ts';
import { MemoryCacheStore } from './memory-cache-store.ts';
import { MemoryLocks } from './memory-locks.ts';
import { MemoryMessageLog } from './memory-message-log.ts';
import { MemorySessionTable } from './memory-session-table.ts';

/** What several `kv` of one test share, as processes share their servers. */
export class KvMemory {
  readonly cache = new MemoryCacheStore();
  readonly sessions = new MemorySessionTable();
  readonly limits = new MemoryLimitStore();
  readonly activity = new MemoryActivityStore();
  readonly messages = new MemoryMessageLog();
  readonly locks = new MemoryLocks();
  readonly listeners = new Listeners();
}
