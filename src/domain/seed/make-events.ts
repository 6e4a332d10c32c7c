import type { Insertable } from 'kysely';
import { formatUuidV7 } from '../../job/job-id.ts';
import type { BehaviorEventsTable, BehaviorKind } from '../behavior/behavior-events-table.ts';
import type { SeededOrder } from './make-orders.ts';
import { Random } from './random.ts';
import type { Shop } from './make-shops.ts';
import type { SeedPlan } from './seed-plan.ts';
import { Weighted } from './weighted.ts';

const MINUTE_MS = 60_000;
const EVENTS_A_VISIT = 8.5;

type EventRow = Insertable<BehaviorEventsTable>;

/** What people looked at before some of their orders, and what they bought: visit after visit, as orders came. */
export function makeEvents(
  plan: SeedPlan,
  shops: readonly Shop[],
  orders: readonly SeededOrder[],
): readonly EventRow[] {
  const random = new Random(plan.seed, 'events');
  const browsing = new Map(shops.map((shop) => [shop.row.id, new Browsing(shop)]));
  const visits: (readonly EventRow[])[] = [];
  const share = plan.events / EVENTS_A_VISIT / orders.length;
  for (const order of orders) {
    if (!random.chance(share)) continue;
    const looked = browsing.get(order.row.seller_id)?.lookedAt(random) ?? [];
    visits.push(visit(order, looked, random));
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

  lookedAt(random: Random): readonly number[] {
    return Array.from({ length: random.int(0, 4) }, () => this.#ids[this.#popular.draw(random)] ?? 1);
  }
}

function visit(
  { row, items, placedMs }: SeededOrder,
  looked: readonly number[],
  random: Random,
): readonly EventRow[] {
  const bought = items.map(({ product_id }) => product_id);
  const steps: readonly (readonly [BehaviorKind, number | null])[] = [
    ...(random.chance(0.3) ? [['search', null] as const] : []),
    ...[...looked, ...bought].map((id) => ['view', id] as const),
    ...bought.map((id) => ['cart', id] as const),
    ['checkout', null],
    ...bought.map((id) => ['purchase', id] as const),
  ];
  return steps.map(([kind, product_id], nth) => {
    const atMs = placedMs - (steps.length - 1 - nth) * MINUTE_MS;
    return {
      id: formatUuidV7(atMs, random.bytes(10)),
      occurred_at: new Date(atMs).toISOString(),
      user_id: row.user_id,
      product_id,
      kind,
      session_id: `visit-${row.id}`,
      device_id: row.device_id ?? null,
      country: row.country,
    };
  });
}
