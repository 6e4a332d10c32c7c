import type { Insertable } from 'kysely';
import type { DomainTables } from '../domain-tables.ts';
import { makeEvents } from './make-events.ts';
import { makeOrders } from './make-orders.ts';
import { makePeople, makeSubscriptions } from './make-people.ts';
import { makePurchases } from './make-purchases.ts';
import { makeReturns } from './make-returns.ts';
import { makeShops } from './make-shops.ts';
import { makeStock } from './make-stock.ts';
import { makeTasks } from './make-tasks.ts';
import type { SeedPlan } from './seed-plan.ts';

/** Rows by their table, in an order in which each finds what it points to. */
export type SeededRows = { readonly [Table in SeededTable]: readonly Insertable<DomainTables[Table]>[] };

type SeededTable =
  | 'users'
  | 'subscriptions'
  | 'sellers'
  | 'products'
  | 'stock_levels'
  | 'orders'
  | 'order_items'
  | 'returns'
  | 'purchase_orders'
  | 'stock_movements'
  | 'tasks'
  | 'task_collaborators'
  | 'behavior_events';

/** Everything that a plan says, the same each time. */
export function makeRows(plan: SeedPlan): SeededRows {
  const people = makePeople(plan);
  const shops = makeShops(plan, people);
  const orders = makeOrders(plan, shops, makePurchases(plan, people));
  const returns = makeReturns(plan, orders);
  const { rooms, movements, purchaseOrders } = makeStock(plan, shops, { orders, returns });
  const { tasks, collaborators } = makeTasks(plan, people);
  return {
    users: people.map(({ row }) => row),
    subscriptions: makeSubscriptions(plan, people),
    sellers: shops.map(({ row }) => row),
    products: rooms.map(({ product, threshold }) => ({ ...product, low_stock_threshold: threshold })),
    stock_levels: rooms.map(({ product, onHand }) => ({ product_id: product.id, on_hand: onHand })),
    orders: orders.map(({ row }) => row),
    order_items: orders.flatMap(({ items }) => items),
    returns: returns.map(({ row }) => row),
    purchase_orders: purchaseOrders,
    stock_movements: movements,
    tasks,
    task_collaborators: collaborators,
    behavior_events: makeEvents(plan, shops, orders),
  };
}
