import { beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { seedDomain, type SeededCounts } from '../../../src/domain/seed/seed-domain.ts';
import { seedPlan } from '../../../src/domain/seed/seed-plan.ts';
import { createUser } from '../../../src/domain/users/create-user.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';

const until = new Date('2030-03-29T15:00:00Z');
let opened: DomainDatabase;
let counts: readonly (SeededCounts | undefined)[];

beforeAll(async () => {
  opened = await openDomainDatabase();
  const plan = seedPlan({ seed: 3, isSmall: true, until });
  counts = await Promise.all([seedDomain(opened.database, plan), seedDomain(opened.database, plan)]);
  return opened.end;
});

const TABLES =
  'users subscriptions sellers products stock_levels orders order_items returns purchase_orders stock_movements tasks task_collaborators behavior_events'.split(
    ' ',
  );

/** Everything in the tables but when it was written. */
async function fingerprint({ database }: DomainDatabase): Promise<readonly unknown[]> {
  const queries = TABLES.map((table) =>
    database.query(
      `SELECT count(*)::int AS rows, md5(string_agg(line, '|' ORDER BY line)) FROM (
         SELECT (to_jsonb(t) - '{updated_at,added_at,id}'::text[])::text AS line FROM app.${table} AS t
       ) AS lines`,
    ),
  );
  return (await Promise.all(queries)).map(({ rows }) => rows[0]);
}

const other = async (seed: number): Promise<DomainDatabase> => {
  const one = await openDomainDatabase();
  await seedDomain(one.database, seedPlan({ seed, isSmall: true, until }));
  return one;
};

test('writes the same rows for the same number and day, and others for another number', async () => {
  const [same, different] = await Promise.all([other(3), other(4)]);
  const [first, second, third] = await Promise.all([opened, same, different].map(fingerprint));
  await Promise.all([same.end(), different.end()]);
  expect(second).toEqual(first);
  expect(third).not.toEqual(first);
});

test('is written once when two write at once', () => {
  expect(counts.filter((written) => written !== undefined)).toMatchObject([{ users: 60, orders: 900 }]);
});

test.each([
  [
    'every level is the sum of its movements',
    `SELECT FROM app.stock_levels AS level WHERE on_hand <>
      (SELECT sum(quantity) FROM app.stock_movements AS moved WHERE moved.product_id = level.product_id)`,
  ],
  [
    'each movement follows from the one before',
    `SELECT FROM (
      SELECT on_hand_after - quantity - lag(on_hand_after, 1, 0) OVER (PARTITION BY product_id ORDER BY id) AS gap
      FROM app.stock_movements) AS steps WHERE gap <> 0`,
  ],
  [
    'every order is the sum of its items',
    `SELECT FROM app.orders WHERE items_minor <>
      (SELECT sum(quantity * unit_price_minor - discount_minor) FROM app.order_items WHERE order_id = orders.id)`,
  ],
  [
    'items are of products of their seller',
    `SELECT FROM app.order_items JOIN app.orders ON orders.id = order_id
      JOIN app.products ON products.id = product_id WHERE products.seller_id <> orders.seller_id`,
  ],
  [
    'nobody buys before joining',
    `SELECT FROM app.orders JOIN app.users ON users.id = user_id WHERE placed_at < created_at`,
  ],
  [
    'no more comes back than was sold, and not before',
    `SELECT FROM app.returns JOIN app.order_items USING (order_id, line)
      JOIN app.orders ON orders.id = order_id WHERE returns.quantity > order_items.quantity OR returned_at <= placed_at`,
  ],
  [
    'nothing lies beyond the last day',
    `SELECT FROM app.orders WHERE placed_at >= '2030-03-29'
      UNION ALL SELECT FROM app.stock_movements WHERE occurred_at >= '2030-03-29'
      UNION ALL SELECT FROM app.tasks WHERE created_at >= '2030-03-29' OR completed_at >= '2030-03-29'
      UNION ALL SELECT FROM app.behavior_events WHERE occurred_at >= '2030-03-29'`,
  ],
  ['no event missed its month', 'SELECT FROM app.behavior_events_default'],
])('is consistent: %s', async (_, query) => {
  expect(await rowsOf(opened.database, query)).toHaveLength(0);
});

test('has what the jobs need: low stock, shared tasks, tasks that are due, frauds, someone to show', async () => {
  const found = await rowsOf(
    opened.database,
    `SELECT
       (SELECT count(*) > 0 FROM app.stock_levels JOIN app.products ON products.id = product_id
        WHERE on_hand <= low_stock_threshold) AS low,
       (SELECT count(*) > 0 FROM app.task_collaborators) AS shared,
       (SELECT count(*) > 0 FROM app.tasks WHERE completed_at IS NULL AND due_at > '2030-03-29') AS due,
       (SELECT count(*) > 0 FROM app.orders WHERE device_id LIKE 'device-shared-%') AS frauds,
       (SELECT email FROM app.users WHERE id = 1) AS someone`,
  );
  expect(found).toEqual([{ low: true, shared: true, due: true, frauds: true, someone: 'ada@example.com' }]);
});

test('lets new rows follow its own', async () => {
  const user = await opened.domain.write((writing) =>
    createUser(writing, { username: 'new', email: 'new@example.com', name: 'New' }),
  );
  expect(user.id).toBe(61);
});
