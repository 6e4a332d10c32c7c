import type { Insertable } from 'kysely';
import type { PurchaseOrdersTable } from '../inventory/purchase-orders-table.ts';
import type { StockMovementsTable } from '../inventory/stock-movements-table.ts';
import type { SeededOrder } from './make-orders.ts';
import type { SeededReturn } from './make-returns.ts';
import type { Shop, ShopProduct } from './make-shops.ts';
import { Random } from './random.ts';
import { HOUR_MS, type SeedPlan } from './seed-plan.ts';
import { type Purchase, type SeededMovement, type StockEvent, Storeroom } from './storeroom.ts';

export interface SeededStock {
  readonly rooms: readonly Storeroom[];
  /** In the order of their times. */
  readonly movements: readonly Insertable<StockMovementsTable>[];
  readonly purchaseOrders: readonly Insertable<PurchaseOrdersTable>[];
}

interface Sales {
  readonly orders: readonly SeededOrder[];
  readonly returns: readonly SeededReturn[];
}

/** Lives through the time once more from the storeroom's side, so that every level is the sum of its movements. */
export function makeStock(plan: SeedPlan, shops: readonly Shop[], sales: Sales): SeededStock {
  const random = new Random(plan.seed, 'stock');
  const events = eventsByProduct(plan, random, sales);
  const rooms = shops
    .flatMap(({ products }) => products)
    .map(({ row }) => new Storeroom(plan, random, { row, events: events.get(row.id) ?? [] }));
  const bought = rooms
    .flatMap(({ purchases, product }) => purchases.map((purchase) => ({ purchase, product })))
    .toSorted((one, other) => one.purchase.orderedMs - other.purchase.orderedMs);
  for (const [index, { purchase }] of bought.entries()) purchase.id = index + 1;
  const movements = rooms
    .flatMap((room) => room.movements)
    .toSorted((one, other) => one.event.atMs - other.event.atMs);
  return { rooms, movements: movements.map(movementRow), purchaseOrders: bought.map(purchaseRow) };
}

function eventsByProduct(
  plan: SeedPlan,
  random: Random,
  { orders, returns }: Sales,
): ReadonlyMap<number, readonly StockEvent[]> {
  const events = new Map<number, StockEvent[]>();
  const add = (productId: number, event: StockEvent): void => {
    const known = events.get(productId);
    if (known) known.push(event);
    else events.set(productId, [event]);
  };
  for (const { row, items, placedMs } of orders) {
    const cancelledMs = Math.min(placedMs + random.int(1, 20) * HOUR_MS, plan.untilMs - 1);
    for (const { product_id, quantity } of items) {
      add(product_id, { atMs: placedMs, kind: 'sale', quantity: -quantity, orderId: row.id });
      if (row.status === 'cancelled')
        add(product_id, { atMs: cancelledMs, kind: 'cancellation', quantity, orderId: row.id });
    }
  }
  for (const { row, productId, returnedMs } of returns)
    if (row.is_restocked)
      add(productId, { atMs: returnedMs, kind: 'return', quantity: row.quantity, orderId: row.order_id });
  for (const list of events.values()) list.sort((one, other) => one.atMs - other.atMs);
  return events;
}

function movementRow({ event, productId, onHandAfter }: SeededMovement): Insertable<StockMovementsTable> {
  return {
    product_id: productId,
    kind: event.kind,
    quantity: event.quantity,
    on_hand_after: onHandAfter,
    order_id: event.orderId ?? null,
    purchase_order_id: event.purchase?.id ?? null,
    note: event.kind === 'adjustment' ? 'counted again' : null,
    occurred_at: new Date(event.atMs).toISOString(),
  };
}

function purchaseRow({
  purchase,
  product,
}: {
  purchase: Purchase;
  product: ShopProduct['row'];
}): Insertable<PurchaseOrdersTable> {
  const { id, quantity, receivedMs, orderedMs, expectedMs, reorderPoint } = purchase;
  return {
    id,
    product_id: product.id,
    quantity,
    unit_cost_minor: product.cost_minor,
    status: receivedMs === undefined ? 'open' : 'received',
    origin: product.auto_reorder ? 'auto' : 'manual',
    reorder_point: reorderPoint,
    ordered_at: new Date(orderedMs).toISOString(),
    expected_at: new Date(expectedMs).toISOString(),
    ended_at: receivedMs === undefined ? null : new Date(receivedMs).toISOString(),
  };
}
