import { z } from 'zod';
import type { KindFigures } from '../../../src/kv/cache/figures.ts';
import type { Kv } from '../../../src/kv/kv.ts';

const figuresSchema = z.object({
  nearHits: z.int().describe('Answered from the process itself.'),
  hits: z.int().describe('Answered from the store.'),
  staleHits: z.int().describe('Answered with the old value, while the new one was loaded.'),
  misses: z.int(),
  loads: z.int().describe('Times that the source was asked.'),
  hitRatio: z.number().nullable().describe('From 0 to 1; null when nothing was asked.'),
});

/** How the cache does. */
export const cacheStatsSchema = z.object({
  timestamp: z.iso.datetime(),
  store: z.enum(['redis', 'postgresql', 'memory']),
  health: z.object({
    isAnswering: z.boolean(),
    latencyMs: z.number(),
    why: z.string().optional().describe('Why it does not answer.'),
  }),
  memory: z
    .object({ usedBytes: z.int(), maxBytes: z.int().nullable(), evictedKeys: z.int() })
    .nullable()
    .describe('Of Redis; null on PostgreSQL, and while Redis is away.'),
  total: figuresSchema,
  kinds: z.array(
    figuresSchema.extend({ kind: z.string().describe('The part of a key before its first colon.') }),
  ),
});

export async function cacheStats(
  kv: Pick<Kv, 'cache' | 'health'>,
): Promise<z.infer<typeof cacheStatsSchema>> {
  // Its store may be away, which the health says.
  const [health, kinds] = await Promise.all([kv.health(), kv.cache.stats().catch(() => [])]);
  const { store, isAnswering, latencyMs, why, memory } = health;
  return {
    timestamp: new Date().toISOString(),
    store,
    health: { isAnswering, latencyMs, ...(why === undefined ? {} : { why }) },
    memory: memory ? { ...memory, maxBytes: memory.maxBytes ?? null } : null,
    total: withRatio(kinds.reduce(add, NONE)),
    kinds: kinds.map((figures) => ({ kind: figures.kind, ...withRatio(figures) })),
  };
}

type Figures = Omit<KindFigures, 'kind'>;

const NONE: Figures = { nearHits: 0, hits: 0, staleHits: 0, misses: 0, loads: 0 };

function add(sum: Figures, more: Figures): Figures {
  return {
    nearHits: sum.nearHits + more.nearHits,
    hits: sum.hits + more.hits,
    staleHits: sum.staleHits + more.staleHits,
    misses: sum.misses + more.misses,
    loads: sum.loads + more.loads,
  };
}

function withRatio({ nearHits, hits, staleHits, misses, loads }: Figures): z.infer<typeof figuresSchema> {
  const found = nearHits + hits + staleHits;
  const hitRatio = found + misses === 0 ? null : found / (found + misses);
  return { nearHits, hits, staleHits, misses, loads, hitRatio };
}
