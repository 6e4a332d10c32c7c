import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { wholeId } from '../whole-id.ts';
import type { AnalyticsServices, BehaviorEvent, RankingScore } from './services.ts';
import type { BatchContext } from '../../src/job/job-definition.ts';

const shortText = z.string().min(1).max(200);
/** What PostgreSQL could not read would take the whole batch with it. */
const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => isUsable(Date.parse(text)), 'expected an instant from 1970 to 9998');

function isUsable(ms: number): boolean {
  return ms >= 0 && ms < Date.UTC(9999, 0);
}

/**
 * Writes what users do into `behavior_events`, many events with one statement, and lets products rise in the rankings
 * `viewed-products`, `bought-products` and so on. An event that comes twice is one row and counts once.
 */
export const trackBehavior = defineJob({
  name: 'analytics.track-behavior',
  queue: 'behavior-events',
  payload: z.strictObject({
    /** The sender's UUID, best a version 7. */
    id: z.uuid(),
    occurredAt: instant,
    kind: z.enum(['view', 'search', 'cart', 'wishlist', 'checkout', 'purchase', 'share', 'review']),
    userId: wholeId.optional(),
    productId: wholeId.optional(),
    sessionId: shortText.optional(),
    deviceId: shortText.optional(),
    /** ISO 3166, two letters. */
    country: z.string().length(2).optional(),
    data: z.json().optional(),
  }),
  batch: { size: 500, waitMs: 100 },
  run: async (members, { analytics, rank }: BatchContext<AnalyticsServices>) => {
    const events = new Map(members.map(({ payload }) => [payload.id, payload]));
    const written = await analytics.saveEvents([...events.values()]);
    await rank(scoresOf(written.flatMap((id) => events.get(id) ?? [])));
  },
});

const RANKINGS: Readonly<Record<string, string>> = {
  view: 'viewed-products',
  cart: 'carted-products',
  wishlist: 'wished-products',
  purchase: 'bought-products',
};

function scoresOf(events: readonly BehaviorEvent[]): readonly RankingScore[] {
  const scores = new Map<string, { ranking: string; member: string; by: number }>();
  for (const { kind, productId } of events) {
    const ranking = RANKINGS[kind];
    if (ranking === undefined || productId === undefined) continue;
    const key = `${ranking} ${productId}`;
    const score = scores.get(key) ?? { ranking, member: String(productId), by: 0 };
    score.by += 1;
    scores.set(key, score);
  }
  return [...scores.values()];
}
