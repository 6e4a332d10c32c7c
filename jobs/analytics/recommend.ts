import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed } from '../../src/job/outcome.ts';
import { wholeId } from '../whole-id.ts';
import { type Catalogue, type ProductPair, recommendTo } from './recommend-products.ts';
import type { AnalyticsContext, AnalyticsStore, BestSeller } from './services.ts';

const PAGE = 200;
/** Of each category, and of all. */
const BEST = 50;

/**
 * Chooses what to show to a user, or to all: what others bought or looked at together with what this one did, then by
 * stated interests, then what sells best. Made again, it is replaced. The result is `{ users, recommendations }`.
 */
export const recommend = defineJob({
  name: 'analytics.recommend',
  queue: 'analytics',
  payload: z.strictObject({ userId: wholeId.optional(), perUser: z.int().min(1).max(100).default(20) }),
  timeoutMs: 1_800_000,
  run: async ({ userId, perUser }, { analytics, signal, progress }: AnalyticsContext) => {
    const catalogue = await readCatalogue(analytics);
    const totals = { users: 0, recommendations: 0 };
    let afterId = 0;
    for (;;) {
      signal.throwIfAborted();
      const page = await analytics.findTastes({ userId, afterId, limit: PAGE });
      const rows = page.flatMap((taste) => recommendTo(taste, catalogue, perUser));
      await analytics.saveRecommendations(
        page.map((taste) => taste.userId),
        rows,
      );
      totals.users += page.length;
      totals.recommendations += rows.length;
      progress(totals);
      afterId = page.at(-1)?.userId ?? afterId;
      if (page.length < PAGE) break;
    }
    if (userId !== undefined && totals.users === 0) return cancel(`There is no user ${userId}.`);
    return completed(totals);
  },
});

async function readCatalogue(analytics: AnalyticsStore): Promise<Catalogue> {
  const [pairs, best] = await Promise.all([analytics.productPairs(), analytics.bestSellers()]);
  const pairsOf = new Map<number, ProductPair[]>();
  for (const pair of pairs) {
    const known = pairsOf.get(pair.productId);
    if (known) known.push(pair);
    else pairsOf.set(pair.productId, [pair]);
  }
  const sorted = best.toSorted((a, b) => b.units - a.units);
  return { pairsOf, bestOf: byCategory(sorted), bestOfAll: idsOf(sorted) };
}

function byCategory(sorted: readonly BestSeller[]): ReadonlyMap<string, readonly number[]> {
  const categories = [...new Set(sorted.map(({ category }) => category))];
  return new Map(
    categories.map((category) => [category, idsOf(sorted.filter((each) => each.category === category))]),
  );
}

function idsOf(sorted: readonly BestSeller[]): readonly number[] {
  return sorted.slice(0, BEST).map(({ productId }) => productId);
}
