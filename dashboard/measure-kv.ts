import type { Database } from '../src/db/database.ts';
import { rowsOf } from '../src/db/rows-of.ts';
import type { KindFigures } from '../src/kv/cache/figures.ts';
import type { Kv } from '../src/kv/kv.ts';
import type { Metrics } from '../src/telemetry/metrics.ts';

export interface KvParts {
  readonly database: Database;
  readonly kv: () => Promise<Kv>;
}

/** Tells how the cache does, how many are signed in, and what became of limits here. */
export function measureKv(metrics: Metrics, { database, kv }: KvParts): void {
  metrics.gauge(
    'nightshift_cache_requests',
    {
      help: 'What became of questions to the cache, of all processes, since its store was empty.',
      labels: ['kind', 'result'],
    },
    async () =>
      (await (await kv()).cache.stats()).flatMap((figures) =>
        RESULTS.map(([result, pick]) => [[figures.kind, result], pick(figures)] as const),
      ),
  );
  metrics.gauge(
    'nightshift_cache_latency_seconds',
    { help: 'How long one question to the store of the cache took.', labels: ['store'] },
    async () => {
      const { store, latencyMs } = await (await kv()).health();
      return [[[store], latencyMs / 1_000]];
    },
  );
  metrics.gauge('nightshift_sessions', { help: 'Sessions that live.' }, async () => {
    const [row] = await rowsOf<{ readonly live: number }>(database, LIVE_SESSIONS);
    return [[[], row?.live ?? 0]];
  });
  metrics.gauge(
    'nightshift_limit_decisions',
    { help: 'Uses of limits in this process since its start.', labels: ['limit', 'decision'] },
    async () =>
      (await kv()).limits
        .decisions()
        .flatMap(({ limit, allowed, refused }) => [
          [[limit, 'allowed'], allowed] as const,
          [[limit, 'refused'], refused] as const,
        ]),
  );
}

const RESULTS: readonly (readonly [result: string, pick: (figures: KindFigures) => number])[] = [
  ['near-hit', ({ nearHits }) => nearHits],
  ['hit', ({ hits }) => hits],
  ['stale-hit', ({ staleHits }) => staleHits],
  ['miss', ({ misses }) => misses],
  ['load', ({ loads }) => loads],
];

const LIVE_SESSIONS = 'SELECT count(*)::integer AS live FROM nightshift.sessions WHERE expires_at > now()';
