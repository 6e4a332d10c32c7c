import { parseRedisUrl } from '../redis-address.ts';
import { textLike, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** Cache, sessions, limits and counters: what may vanish without harm. */
export const kv = {
  url: variable('KV_REDIS_URL', parseRedisUrl, {
    doc: 'The Redis of cache, sessions, limits and counters, in the forms of `REDIS_URL`. Apart from that one it may evict.',
    unset: 'the same Redis as the queues’; without that, PostgreSQL',
  }),
  prefix: variable(
    'NIGHTSHIFT_KV_PREFIX',
    textLike(/^[\w.-]{1,50}$/, '1 to 50 letters, digits, ".", "-" or "_"'),
    {
      doc: 'First part of every key of the cache and its companions; one per application on a shared Redis.',
      fallback: 'nightshift',
    },
  ),
  cacheTtlMs: variable('NIGHTSHIFT_CACHE_TTL_MS', wholeNumber(1, 31_536_000_000), {
    doc: 'How long a cached value of no particular kind is kept.',
    unit: 'ms',
    fallback: 300_000,
  }),
  sessionTtlMs: variable('NIGHTSHIFT_SESSION_TTL_MS', wholeNumber(1_000, 31_536_000_000), {
    doc: 'How long a session lives after its last use.',
    unit: 'ms',
    fallback: 86_400_000,
  }),
};
