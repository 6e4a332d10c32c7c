import type { Insertable } from 'kysely';
import type { ReturnReason, ReturnsTable } from '../orders/returns-table.ts';
import type { SeededOrder } from './make-orders.ts';
import { Random } from './random.ts';
import { DAY_MS, type SeedPlan } from './seed-plan.ts';
import { Weighted } from './weighted.ts';

/** A return with what stock must know of it. */
export interface SeededReturn {
  readonly row: Insertable<ReturnsTable>;
  readonly productId: number;
  readonly returnedMs: number;
}

const REASONS: readonly ReturnReason[] = [
  'changed-mind',
  'not-as-described',
  'damaged',
  'wrong-item',
  'late',
];
const OFTEN = new Weighted([45, 20, 18, 10, 7]);

/** Of what was delivered, six lines in a hundred come back, three days to four weeks after they were ordered. */
export function makeReturns(plan: SeedPlan, orders: readonly SeededOrder[]): readonly SeededReturn[] {
  const random = new Random(plan.seed, 'returns');
  const returns = orders.flatMap((order) =>
    order.row.status === 'delivered' ? returnsOf(order, { random, untilMs: plan.untilMs }) : [],
  );
  return returns.toSorted((one, other) => one.returnedMs - other.returnedMs);
}

function returnsOf(
  { row: order, items, placedMs }: SeededOrder,
  { random, untilMs }: { readonly random: Random; readonly untilMs: number },
): readonly SeededReturn[] {
  const returns: SeededReturn[] = [];
  // What is left of each line after the discount of the whole order.
  const kept = 1 - (order.discount_minor ?? 0) / Math.max(1, order.items_minor);
  for (const item of items) {
    if (!random.chance(0.06)) continue;
    const returnedMs = Math.floor(placedMs + random.int(3, 27) * DAY_MS + random.next() * DAY_MS);
    if (returnedMs >= untilMs) continue;
    const quantity = random.int(1, item.quantity);
    const paidMinor = (item.quantity * item.unit_price_minor - (item.discount_minor ?? 0)) * kept;
    const reason = REASONS[OFTEN.draw(random)] ?? 'changed-mind';
    const row = {
      order_id: item.order_id,
      line: item.line,
      quantity,
      refund_minor: Math.round((paidMinor * quantity) / item.quantity),
      reason,
      is_restocked: reason !== 'damaged',
      returned_at: new Date(returnedMs).toISOString(),
    };
    returns.push({ row, productId: item.product_id, returnedMs });
  }
  return returns;
}
