import { z } from 'zod';
import { cacheTags } from '../../../src/domain/caches/cache-keys.ts';
import type { Json } from '../../../src/job/json.ts';
import type { AuditEvent } from '../../../src/operators/audit/audit-entry.ts';
import type { ApiParts } from '../api-parts.ts';
import { type Caller, callerMark } from '../auth/caller.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import { cacheStats, cacheStatsSchema } from './cache-stats.ts';
import { CACHE_TYPES, clearCache } from './clear-cache.ts';
import { sessionRoutes } from './session-routes.ts';

const TAG = 'Cache and sessions';
const idSchema = z.coerce.number().int().min(1).max(999_999_999);

/** `/api/cache/…`: how the cache does, and what has to be made anew. */
export function cacheRoutes(parts: ApiParts): readonly ApiRoute[] {
  const { kv, record } = parts;
  const note = (
    { caller, request }: { readonly caller: Caller; readonly request: { readonly ip?: string | undefined } },
    action: string,
    target: Json,
    after?: Json,
  ): Promise<void> => {
    const event: AuditEvent = {
      who: callerMark(caller),
      role: caller.role,
      from: request.ip,
      action,
      target,
      after,
    };
    return record(event);
  };
  return [
    defineRoute({
      method: 'get',
      path: '/api/cache/stats',
      audience: 'admin',
      tag: TAG,
      summary: 'Hits and misses in all and by kind of key, and how the store stands',
      details: 'Of all processes since the store was empty, at most 10 s behind.',
      answers: { 200: { description: 'The figures', schema: cacheStatsSchema } },
      handle: async () => ({ body: await cacheStats(kv) }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/cache/clear',
      audience: 'admin',
      tag: TAG,
      summary: 'Clears a part of the cache, or signs everybody out',
      details:
        '`users` and `tasks` clear what is cached about them, `all` the whole cache: nobody notices but by waiting. `sessions` ends the session of every user of the application but the caller’s own.',
      body: z.strictObject({ cache_type: z.enum(CACHE_TYPES) }),
      answers: {
        200: {
          description: 'How many entries or sessions there were',
          schema: z.object({ cache_type: z.enum(CACHE_TYPES), cleared: z.int() }),
        },
      },
      handle: async (asked) => {
        const { cache_type } = asked.body;
        const cleared = await clearCache(parts, cache_type, asked.request);
        await note(asked, 'clear-cache', { cache: cache_type }, { cleared });
        return { body: { cache_type, cleared } };
      },
    }),
    ...(['user', 'task'] as const).map((what) =>
      defineRoute({
        method: 'post',
        path: `/api/cache/invalidate/${what}/:id`,
        audience: 'admin',
        tag: TAG,
        summary: `Has all be made anew that is cached about a ${what}`,
        details: 'In every process, and also what is being loaded at the moment.',
        params: z.object({ id: idSchema }),
        answers: {
          200: { description: 'It is', schema: z.object({ invalidated: z.string() }) },
        },
        handle: async (asked) => {
          const { id } = asked.params;
          const tags = what === 'user' ? [cacheTags.user(id), cacheTags.taskLists(id)] : [cacheTags.task(id)];
          await kv.cache.invalidateTags(...tags);
          await note(asked, 'invalidate-cache', { [what]: id });
          return { body: { invalidated: `${what}:${id}` } };
        },
      }),
    ),
    ...sessionRoutes(parts),
  ];
}
