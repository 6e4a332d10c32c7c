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

/** The rows of one table. */
export type TableRows = {
  readonly [Table in keyof DomainTables]: {
    readonly table: Table;
    readonly rows: readonly Insertable<DomainTables[Table]>[];
  };
}[keyof DomainTables];

/**
 * Everything that a plan says, the same each time: table after table, each when those before it can be on their way,
 * and in an order in which every row finds what it points to.
 */
export function* makeTables(plan: SeedPlan): Generator<TableRows> {
  const people = makePeople(plan);
  const shops = makeShops(plan, people);
  yield { table: 'users', rows: people.map(({ row }) => row) };
  yield { table: 'subscriptions', rows: makeSubscriptions(plan, people) };
  yield { table: 'sellers', rows: shops.map(({ row }) => row) };
  const orders = makeOrders(plan, shops, makePurchases(plan, people));
  yield { table: 'orders', rows: orders.map(({ row }) => row) };
  const returns = makeReturns(plan, orders);
  const { rooms, movements, purchaseOrders } = makeStock(plan, shops, { orders, returns });
  const products = rooms.map(({ product, threshold }) => ({ ...product, low_stock_threshold: threshold }));
  const levels = rooms.map(({ product, onHand }) => ({ product_id: product.id, on_hand: onHand }));
  yield { table: 'products', rows: products };
  yield { table: 'stock_levels', rows: levels };
  yield { table: 'purchase_orders', rows: purchaseOrders };
  yield { table: 'order_items', rows: orders.flatMap(({ items }) => items) };
  const { tasks, collaborators } = makeTasks(plan, people);
  const events = makeEvents(plan, shops, orders);
  yield { table: 'stock_movements', rows: movements };
  yield { table: 'behavior_events', rows: events };
  yield { table: 'returns', rows: returns.map(({ row }) => row) };
  yield { table: 'tasks', rows: tasks };
  yield { table: 'task_collaborators', rows: collaborators };
}
