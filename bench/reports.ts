import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Database } from '../src/db/database.ts';
import { Domain } from '../src/domain/domain.ts';
import { makeReports } from '../workers/services/reports/make-reports.ts';
import { LocalMedia } from '../src/media/local-media.ts';
import { inOwnDatabase } from './in-own-database.ts';

// How long a sales report over a year takes and how much memory, while its order items grow tenfold. Makes a database of its
// own on the server of DATABASE_URL, and drops it. One process makes all, so the largest says what the smaller ones left.
const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '100000,1000000' },
    json: { type: 'boolean', default: false },
  },
});
const sizes = z.array(z.coerce.number().int().positive()).parse(values.items.split(','));
const ITEMS_AN_ORDER = 4;

await inOwnDatabase(async ({ database }) => {
  await furnish(database);
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
  try {
    let written = 0;
    for (const items of sizes) {
      // oxlint-disable-next-line no-await-in-loop -- ever more
      await growTo(database, { from: written, to: items });
      written = items;
      // oxlint-disable-next-line no-await-in-loop
      print(await measure(database, { folder, items }));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function measure(
  database: Database,
  { folder, items }: { readonly folder: string; readonly items: number },
) {
  const reports = makeReports({
    database,
    domain: new Domain(database),
    media: new LocalMedia(folder),
  });
  let mostBytes = 0;
  const look = () => (mostBytes = Math.max(mostBytes, process.memoryUsage().rss));
  const watch = setInterval(look, 20);
  const startedAtMs = performance.now();
  const made = await reports.make(
    { kind: 'sales', jobId: `bench-${items}`, period: { unit: 'year', on: '2030-06-01' }, now: new Date() },
    { signal: new AbortController().signal, progress: look },
  );
  clearInterval(watch);
  const bytes = Object.fromEntries(made.files.map(({ format, bytes: size }) => [`${format}Bytes`, size]));
  return {
    items,
    seconds: Number(((performance.now() - startedAtMs) / 1_000).toFixed(1)),
    mostResidentMb: Math.round(mostBytes / 1_000_000),
    ...bytes,
  };
}

/** Orders of {@link ITEMS_AN_ORDER} items each over the year 2030. */
async function growTo(
  database: Database,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const patient = database.withTimeout(0);
  const orders = [Math.floor(from / ITEMS_AN_ORDER) + 1, Math.floor(to / ITEMS_AN_ORDER)];
  await patient.query(
    `INSERT INTO app.orders (id, user_id, seller_id, status, currency, items_minor, discount_minor, country, placed_at)
     SELECT n, 1, 1, 'delivered', 'EUR', 7996, n % 3 * 100, 'DE', timestamptz '2030-01-01Z' + n * 7919 % 31535999 * interval '1 second'
     FROM generate_series($1::bigint, $2::bigint) n`,
    orders,
  );
  await patient.query(
    `INSERT INTO app.order_items (order_id, line, product_id, quantity, unit_price_minor, unit_cost_minor)
     SELECT n, line, (n + line) % 100 + 1, 1, 1999, 900
     FROM generate_series($1::int, $2::int) n, generate_series(1, ${ITEMS_AN_ORDER}) line`,
    orders,
  );
  await patient.query('ANALYZE app.orders');
  await patient.query('ANALYZE app.order_items');
}

async function furnish(database: Database): Promise<void> {
  await database.query(
    `INSERT INTO app.users (username, email, name) VALUES ('ada', 'ada@example.com', 'Ada')`,
  );
  await database.query(`INSERT INTO app.sellers (user_id, name) VALUES (1, 'Bench')`);
  await database.query(
    `INSERT INTO app.products (seller_id, sku, name, category, price_minor, cost_minor)
     SELECT 1, 'SKU-' || n, 'Product number ' || n, 'category ' || n % 8, 1999, 900 FROM generate_series(1, 100) n`,
  );
}

function print(result: Readonly<Record<string, unknown>>): void {
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    process.stdout.write(
      `${Object.entries(result)
        .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
        .join(', ')}\n`,
    );
}
