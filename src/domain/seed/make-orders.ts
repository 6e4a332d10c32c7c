import type { Insertable } from 'kysely';
import type { OrderItemsTable } from '../orders/order-items-table.ts';
import type { OrderStatus, OrdersTable } from '../orders/orders-table.ts';
import { Baskets, type BasketItem } from './baskets.ts';
import type { Purchase } from './make-purchases.ts';
import type { Shop } from './make-shops.ts';
import { Random } from './random.ts';
import { DAY_MS, type SeedPlan } from './seed-plan.ts';
import { Weighted } from './weighted.ts';

/** An order with its items, as the other parts of the seed need it. */
export interface SeededOrder {
  readonly row: Insertable<OrdersTable> & { readonly id: number; readonly status: OrderStatus };
  readonly items: readonly Insertable<OrderItemsTable>[];
  readonly placedMs: number;
}

/** An order for each purchase, in the order of their times. */
export function makeOrders(
  plan: SeedPlan,
  shops: readonly Shop[],
  purchases: readonly Purchase[],
): readonly SeededOrder[] {
  const random = new Random(plan.seed, 'orders');
  const popular = new Weighted(shops.map(({ popularity }) => popularity));
  const baskets = shops.map((shop) => new Baskets(shop));
  return purchases.map((purchase, index) => {
    const drawn = popular.draw(random);
    const [shop, basket] = [shops[drawn], baskets[drawn]];
    if (!shop || !basket) throw new RangeError('A plan needs at least one seller.');
    const id = index + 1;
    const items = basket.fill(random, purchase).map((item, line) => itemRow(item, id, line + 1));
    const row = orderRow({ id, purchase, shop, items, plan, random });
    return { row, items, placedMs: purchase.placedMs };
  });
}

function itemRow(item: BasketItem, orderId: number, line: number): Insertable<OrderItemsTable> {
  return {
    order_id: orderId,
    line,
    product_id: item.product.row.id,
    quantity: item.quantity,
    unit_price_minor: item.priceMinor,
    unit_cost_minor: item.product.row.cost_minor,
    discount_minor: item.discountMinor,
  };
}

interface Circumstances {
  readonly id: number;
  readonly purchase: Purchase;
  readonly shop: Shop;
  readonly items: readonly Insertable<OrderItemsTable>[];
  readonly plan: SeedPlan;
  readonly random: Random;
}

function orderRow({ id, purchase, shop, items, plan, random }: Circumstances): SeededOrder['row'] {
  const { person, placedMs } = purchase;
  const itemsMinor = items.reduce(
    (sum, item) => sum + item.quantity * item.unit_price_minor - (item.discount_minor ?? 0),
    0,
  );
  const code = discountCode(placedMs, random);
  const placed_at = new Date(placedMs).toISOString();
  return {
    id,
    user_id: person.id,
    seller_id: shop.row.id,
    status: statusAfter(plan.untilMs - placedMs, random),
    currency: shop.row.currency,
    items_minor: itemsMinor,
    discount_minor: code ? Math.floor(itemsMinor * code.share) : 0,
    shipping_minor: itemsMinor >= 5_000 ? 0 : 490,
    discount_code: code?.name ?? null,
    country: purchase.country ?? person.place.country,
    ip: purchase.ip ?? `10.${person.id >> 8}.${person.id & 255}.${random.int(1, 3)}`,
    device_id: purchase.deviceId ?? `device-${person.id}-${random.chance(0.8) ? 1 : 2}`,
    payment_fingerprint: purchase.paymentFingerprint ?? `card-${person.id}`,
    placed_at,
    updated_at: placed_at,
  };
}

function discountCode(placedMs: number, random: Random): { name: string; share: number } | undefined {
  const placed = new Date(placedMs);
  const isBlackFriday = placed.getUTCMonth() === 10 && placed.getUTCDate() >= 24;
  if (isBlackFriday && random.chance(0.4)) return { name: 'BLACKFRIDAY20', share: 0.2 };
  return random.chance(0.06) ? { name: 'WELCOME10', share: 0.1 } : undefined;
}

function statusAfter(ageMs: number, random: Random): OrderStatus {
  const drawn = random.next();
  if (drawn < 0.025) return 'cancelled';
  if (ageMs > 6 * DAY_MS) return 'delivered';
  if (ageMs > 2 * DAY_MS) return drawn < 0.6 ? 'delivered' : 'shipped';
  return drawn < 0.15 ? 'placed' : drawn < 0.6 ? 'paid' : 'shipped';
}
