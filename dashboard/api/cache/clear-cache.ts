import type { Request } from 'express';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { findSession } from '../../../src/kv/sessions/session-of-request.ts';
import type { ApiParts } from '../api-parts.ts';

/** What can be cleared at once. */
export const CACHE_TYPES = ['users', 'tasks', 'sessions', 'all'] as const;

export type CacheType = (typeof CACHE_TYPES)[number];

const PATTERNS = {
  users: ['profile:*', 'features:*', 'suggestions:*', 'recommendations:*'],
  tasks: ['task:*', 'task-list:*', 'search:*', 'collaborators:*', 'statistics:*', 'dashboard:*'],
  all: ['*'],
} as const;

/** Clears it; gives how many entries, or sessions, there were. */
export async function clearCache(parts: ApiParts, what: CacheType, request: Request): Promise<number> {
  if (what === 'sessions') return signOutAll(parts, findSession(request)?.id);
  let cleared = 0;
  for (const pattern of PATTERNS[what]) cleared += await parts.kv.cache.deletePattern(pattern);
  return cleared;
}

const MOST_USERS = 500;

/** User by user, so that their copies in Redis end too. Operators of the board stay signed in, and so does who asks. */
async function signOutAll({ kv, platform }: ApiParts, ownId = ''): Promise<number> {
  let ended = 0;
  for (;;) {
    const users = await rowsOf<{ userId: string; ids: readonly string[] }>(platform.database, NEXT, [
      ownId,
      MOST_USERS,
    ]);
    for (const { userId, ids } of users)
      for (const id of ids) ended += (await kv.sessions.deleteById(userId, id)) ? 1 : 0;
    if (users.length < MOST_USERS) return ended;
  }
}

const NEXT = `
SELECT user_id AS "userId", array_agg(id) AS ids FROM nightshift.sessions
WHERE expires_at > now() AND id <> $1 AND user_id NOT LIKE 'operator:%' GROUP BY user_id LIMIT $2`;
