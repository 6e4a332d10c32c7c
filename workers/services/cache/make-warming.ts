import type { Warming } from '../../../jobs/cache/services.ts';
import { domainCaches } from '../../../src/domain/caches/domain-caches.ts';
import { renewIn } from '../../../src/domain/caches/keep.ts';
import type { DomainReader } from '../../../src/domain/domain-tables.ts';
import { findActiveSubscribers } from '../../../src/domain/users/find-active-subscribers.ts';
import type { Kv } from '../../../src/kv/kv.ts';

/** Warms the caches of the sample application. */
export function makeWarming(kv: Pick<Kv, 'cache' | 'activity'>, reader: DomainReader): Warming {
  return {
    findActive: (since) => findActiveSubscribers(reader, since),
    warm: async (userId, keepForMs) => {
      const caches = domainCaches(kv, reader, renewIn(kv.cache, keepForMs));
      await caches.user(userId);
      await caches.features(userId);
      await caches.tasksOf(userId);
      await caches.tasksOf(userId, { isCompleted: false });
      await caches.statistics(userId);
      await caches.dashboard(userId);
      await caches.suggestions(userId);
    },
  };
}
