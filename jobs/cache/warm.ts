import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import type { CacheContext } from './services.ts';

const DAY_MS = 86_400_000;
/** Users at a time; each takes one connection. */
const AT_ONCE = 2;

/**
 * Fills the cache with tasks, statistics, features, suggestions and dashboards of users with a paid subscription who were
 * active of late, so that the morning's first requests find them. What a write changes meanwhile is made anew as ever. The
 * result is `{ users }`.
 */
export const warmCache = defineJob({
  name: 'cache.warm',
  queue: 'maintenance',
  payload: z.strictObject({
    activeWithinDays: z.int().min(1).max(90).default(7),
    /** Longer than their kinds are kept: the peak is still to come. */
    keepForMs: z.int().min(1_000).max(DAY_MS).default(4_500_000),
  }),
  timeoutMs: 1_800_000,
  run: async ({ activeWithinDays, keepForMs }, { warming, job, signal, progress }: CacheContext) => {
    const now = job.scheduledFor ?? job.enqueuedAt;
    const userIds = await warming.findActive(new Date(now.getTime() - activeWithinDays * DAY_MS));
    for (let at = 0; at < userIds.length; at += AT_ONCE) {
      signal.throwIfAborted();
      await Promise.all(userIds.slice(at, at + AT_ONCE).map((userId) => warming.warm(userId, keepForMs)));
      progress({ users: Math.min(at + AT_ONCE, userIds.length), of: userIds.length });
    }
    return completed({ users: userIds.length });
  },
});
