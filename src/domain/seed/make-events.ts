import type { Insertable } from 'kysely';
import { formatUuidV7 } from '../../job/job-id.ts';
import type { BehaviorEventsTable, BehaviorKind } from '../behavior/behavior-events-table.ts';
import type { SeededOrder } from './make-orders.ts';
import { Random } from './random.ts';
import type { Shop } from './make-shops.ts';
import { DAY_MS, type SeedPlan } from './seed-plan.ts';
import { Weighted } from './weighted.ts';

const MINUTE_MS = 60_000;
/** Visits in which nothing is bought, to each in which something is. */
const IDLE_VISITS = 4;
/** Of one that buys, and the others with it. */
const EVENTS_A_PURCHASE = 21;

type EventRow = Insertable<BehaviorEventsTable>;
type Step = readonly [kind: BehaviorKind, productId: number | null];

/** What people looked at before some of their orders and what they bought, and their visits that came to nothing. */
export function makeEvents(
  plan: SeedPlan,
  shops: readonly Shop[],
  orders: readonly SeededOrder[],
): readonly EventRow[] {
  const random = new Random(plan.seed, 'events');
  const browsing = new Map(shops.map((shop) => [shop.row.id, new Browsing(shop)]));
  const visits: (readonly EventRow[])[] = [];
  const share = plan.events / EVENTS_A_PURCHASE / orders.length;
  for (const order of orders) {
    if (!random.chance(share)) continue;
    const shop = browsing.get(order.row.seller_id);
    if (!shop) continue;
    const { row, placedMs } = order;
    const bought = stepsToPurchase(order, shop.lookedAt(random, 0), random);
    visits.push(visit(row, bought, { name: `visit-${row.id}`, endMs: placedMs }, random));
    for (let nth = 1; nth <= IDLE_VISITS; nth += 1) {
      const endMs = placedMs + Math.floor(random.next() * 3 * DAY_MS);
      const steps = stepsToNothing(shop.lookedAt(random, 1), random);
      const name = `visit-${row.id}-${nth}`;
      if (endMs < plan.untilMs) visits.push(visit(row, steps, { name, endMs }, random));
    }
  }
  return visits.flat();
}

/** Which other products of a shop catch the eye. */
class Browsing {
  readonly #ids: readonly number[];
  readonly #popular: Weighted;

  constructor({ products }: Shop) {
    this.#ids = products.map(({ row }) => row.id);
    this.#popular = new Weighted(products.map(({ popularity }) => popularity));
  }

  lookedAt(random: Random, least: number): readonly number[] {
    return Array.from({ length: random.int(least, 4) }, () => this.#ids[this.#popular.draw(random)] ?? 1);
  }
}

function stepsToPurchase({ items }: SeededOrder, looked: readonly number[], random: Random): readonly Step[] {
  const bought = items.map(({ product_id }) => product_id);
  return [
    ...(random.chance(0.3) ? [['search', null] as const] : []),
    ...[...looked, ...bought].map((id) => ['view', id] as const),
    ...bought.map((id) => ['cart', id] as const),
    ['checkout', null],
    ...bought.map((id) => ['purchase', id] as const),
  ];
}

/** Two in five put something into the basket, and a third of these go to the checkout and no further. */
function stepsToNothing(looked: readonly number[], random: Random): readonly Step[] {
  const carts = random.chance(0.4) ? looked.slice(0, 1) : [];
  return [
    ...(random.chance(0.3) ? [['search', null] as const] : []),
    ...looked.map((id) => ['view', id] as const),
    ...carts.map((id) => ['cart', id] as const),
    ...(carts.length > 0 && random.chance(0.33) ? [['checkout', null] as const] : []),
  ];
}

/** A step a minute, the last one at the end. */
function visit(
  { user_id, device_id, country }: SeededOrder['row'],
  steps: readonly Step[],
  { name, endMs }: { readonly name: string; readonly endMs: number },
  random: Random,
): readonly EventRow[] {
  return steps.map(([kind, product_id], nth) => {
    const atMs = endMs - (steps.length - 1 - nth) * MINUTE_MS;
    return {
      id: formatUuidV7(atMs, random.bytes(10)),
      occurred_at: new Date(atMs).toISOString(),
      user_id,
      product_id,
      kind,
      session_id: name,
      device_id: device_id ?? null,
      country,
    };
  });
}
