import { createHash } from 'node:crypto';
import type { Json } from '../job/json.ts';

const MOST_NAMED = 20;

/** A set of jobs as the audit log names it: the first of them, how many, and a digest of all their ids in order. */
export function jobSet(ids: readonly string[]): Json {
  if (ids.length <= MOST_NAMED) return { jobs: [...ids] };
  const digest = createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex');
  return { jobs: ids.slice(0, MOST_NAMED), count: ids.length, sha256: digest };
}
