import { parseRedisUrl } from '../redis-address.ts';
import { list, textLike, type ValueSchema, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

const LONGEST_TTL_MS = 31_536_000_000;

const ttlsByKind: ValueSchema<Readonly<Record<string, number>>> = (given) =>
  Object.fromEntries(
    list(given).map((pair) => {
      const [, kind, ms] = /^([\w.-]+)=(\d{1,12})$/.exec(pair) ?? [];
      if (kind === undefined || !(Number(ms) >= 1 && Number(ms) <= LONGEST_TTL_MS))
        throw new Error(`expected kind=milliseconds, comma-separated, each from 1 to ${LONGEST_TTL_MS}`);
      return [kind, Number(ms)];
    }),
  );

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
  cacheTtlsMs: variable('NIGHTSHIFT_CACHE_TTLS_MS', ttlsByKind, {
    doc: 'How long cached values of some kinds are kept, in milliseconds, like `task=60000,search=5000`. A kind is the part of a key before its first colon.',
    unset: 'those in docs/cache.md',
  }),
  cacheLocalEntries: variable('NIGHTSHIFT_CACHE_LOCAL_ENTRIES', wholeNumber(0, 1_000_000), {
    doc: 'How many cached values each process keeps at hand beside the store; 0 for none.',
    fallback: 1_000,
  }),
  sessionTtlMs: variable('NIGHTSHIFT_SESSION_TTL_MS', wholeNumber(1_000, 31_536_000_000), {
    doc: 'How long a session lives after its last use.',
    unit: 'ms',
    fallback: 86_400_000,
  }),
};
