import { type Kysely, sql } from 'kysely';
import { exact, instants, ofSeller, type ReportScope } from './report-scope.ts';
import { stockOfProducts } from './stock-of-products.ts';

/** Sums over products at the end of a period. Values are at cost, in the currency's smallest unit. */
export interface StockSums {
  readonly products: number;
  readonly units: number;
  readonly openingUnits: number;
  readonly valueMinor: number;
  readonly openingValueMinor: number;
  readonly outOfStock: number;
  /** At or below their thresholds, those out of stock included. */
  readonly low: number;
  readonly unitsSold: number;
  readonly soldCostMinor: number;
  /** In products of which none was sold in the period. */
  readonly idleValueMinor: number;
}

export interface StockOfCategory extends StockSums {
  readonly category: string;
}

export interface StockOfProduct {
  readonly sku: string;
  readonly name: string;
  readonly sold: number;
  readonly closing: number;
  readonly threshold: number;
  readonly onOrder: number;
  readonly valueMinor: number;
}

/** The products of one currency, whole and in parts. */
export interface CurrencyStock {
  readonly currency: string;
  readonly total: StockSums;
  readonly categories: readonly StockOfCategory[];
  /** At or below their thresholds, those that sell fastest first. */
  readonly short: readonly StockOfProduct[];
  /** In stock and not sold in the period, the most valuable first. */
  readonly idle: readonly StockOfProduct[];
  /** By slice, counted from 0. */
  readonly received: readonly number[];
  readonly left: readonly number[];
}

const LISTED = 10;

/** The stock at the end of a period and what moved in it, by currency, the one with most products first. */
export async function readInventory(
  db: Kysely<unknown>,
  scope: ReportScope,
  starts: readonly Date[],
): Promise<readonly CurrencyStock[]> {
  const sums = await readSums(db, scope);
  const lists = await readLists(db, scope);
  const moves = await readMoves(db, scope, starts);
  const totals = sums.filter(({ category }) => category === null);
  return totals
    .toSorted((one, other) => exact(other.products ?? 0) - exact(one.products ?? 0))
    .map((total) => {
      const mine = <Row extends { readonly currency: string }>(rows: readonly Row[]) =>
        rows.filter(({ currency }) => currency === total.currency);
      const movedBy = (column: 'came' | 'went') =>
        starts.map((_, slice) => exact(mine(moves).find((row) => row.slice === slice + 1)?.[column] ?? 0));
      return {
        currency: total.currency,
        total: sumsOf(total),
        categories: mine(sums).flatMap((row) =>
          row.category === null ? [] : [{ ...sumsOf(row), category: row.category }],
        ),
        short: mine(lists).flatMap((row) => (row.list === 'short' ? [productOf(row)] : [])),
        idle: mine(lists).flatMap((row) => (row.list === 'idle' ? [productOf(row)] : [])),
        received: movedBy('came'),
        left: movedBy('went'),
      };
    });
}

type Sum = Readonly<Record<string, string | null>> & {
  readonly currency: string;
  readonly category: string | null;
};

async function readSums(db: Kysely<unknown>, scope: ReportScope): Promise<readonly Sum[]> {
  const { rows } = await sql<Sum>`
SELECT currency, category, count(*) AS products, sum(closing) AS units, sum(opening) AS opening_units, sum(value) AS value,
  sum(opening_value) AS opening_value, count(*) FILTER (WHERE closing = 0) AS out_of_stock,
  count(*) FILTER (WHERE closing <= threshold) AS low, sum(sold) AS sold, sum(sold_cost) AS sold_cost,
  coalesce(sum(value) FILTER (WHERE sold <= 0), 0) AS idle_value
FROM (${stockOfProducts(scope)}) stock GROUP BY currency, GROUPING SETS ((), (category)) ORDER BY sum(value) DESC`.execute(
    db,
  );
  return rows;
}

function sumsOf(row: Sum): StockSums {
  const sum = (column: string): number => exact(row[column] ?? 0);
  return {
    products: sum('products'),
    units: sum('units'),
    openingUnits: sum('opening_units'),
    valueMinor: sum('value'),
    openingValueMinor: sum('opening_value'),
    outOfStock: sum('out_of_stock'),
    low: sum('low'),
    unitsSold: sum('sold'),
    soldCostMinor: sum('sold_cost'),
    idleValueMinor: sum('idle_value'),
  };
}

interface Listed {
  readonly currency: string;
  readonly list: 'short' | 'idle';
  readonly sku: string;
  readonly name: string;
  readonly sold: string;
  readonly closing: string;
  readonly threshold: number;
  readonly on_order: string;
  readonly value: string;
}

async function readLists(db: Kysely<unknown>, scope: ReportScope): Promise<readonly Listed[]> {
  const { rows } = await sql<Listed>`
WITH listed AS (
  SELECT *, CASE WHEN closing <= threshold THEN 'short' ELSE 'idle' END AS list FROM (${stockOfProducts(scope)}) stock
  WHERE closing <= threshold OR sold <= 0
)
SELECT * FROM (
  SELECT *, row_number() OVER (PARTITION BY currency, list
    ORDER BY CASE WHEN list = 'short' THEN sold ELSE value END DESC, id) AS rank FROM listed
) ranked WHERE rank <= ${LISTED} ORDER BY rank`.execute(db);
  return rows;
}

function productOf({ sku, name, threshold, ...row }: Listed): StockOfProduct {
  return {
    sku,
    name,
    threshold,
    sold: exact(row.sold),
    closing: exact(row.closing),
    onOrder: exact(row.on_order),
    valueMinor: exact(row.value),
  };
}

interface Moved {
  readonly currency: string;
  readonly slice: number;
  readonly came: string;
  readonly went: string;
}

async function readMoves(
  db: Kysely<unknown>,
  scope: ReportScope,
  starts: readonly Date[],
): Promise<readonly Moved[]> {
  const { from, to } = scope.period;
  const { rows } = await sql<Moved>`
SELECT s.currency, width_bucket(m.occurred_at, ${instants(starts)}) AS slice,
  coalesce(sum(quantity) FILTER (WHERE quantity > 0), 0) AS came, coalesce(-sum(quantity) FILTER (WHERE quantity < 0), 0) AS went
FROM app.stock_movements m JOIN app.products p ON p.id = m.product_id JOIN app.sellers s ON s.id = p.seller_id
WHERE m.occurred_at >= ${from} AND m.occurred_at < ${to} ${ofSeller('p.seller_id', scope)}
GROUP BY s.currency, slice`.execute(db);
  return rows;
}
