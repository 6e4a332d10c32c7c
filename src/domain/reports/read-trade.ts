import { type Kysely, sql } from 'kysely';
import { exact, type ReportScope } from './report-scope.ts';
import { tradedLines } from './traded-lines.ts';

/** Sums of what was bought and of what came back. Money is in the currency's smallest unit. */
export interface Trade {
  readonly unitsSold: number;
  readonly unitsReturned: number;
  /** At the prices of the day, before any discount. */
  readonly grossMinor: number;
  readonly discountMinor: number;
  readonly refundMinor: number;
  /** Gross less discounts and refunds. */
  readonly netMinor: number;
  /** Of the goods sold, less that of those which came back fit for sale. */
  readonly costMinor: number;
}

/** The trade of a part: of a slice, a product, a category or a seller. */
export interface TradeOf extends Trade {
  /** The slice counted from 0, or an id, or a category. */
  readonly key: string;
  readonly name: string;
}

/** The trade in one currency, whole and in parts. */
export interface CurrencyTrade {
  readonly currency: string;
  readonly total: Trade;
  /** Only the slices in which something was traded. */
  readonly slices: readonly TradeOf[];
  readonly categories: readonly TradeOf[];
  readonly sellers: readonly (TradeOf & { readonly commissionBps: number })[];
  /** The best of them by net sales or by what is left of these after costs. */
  readonly products: readonly TradeOf[];
}

export interface TradeQuestion extends ReportScope {
  readonly starts: readonly Date[];
  readonly bestBy: 'net' | 'profit';
  /** How many products. Default 10. */
  readonly products?: number;
}

/** What was sold and returned, by currency, the one with most lines first; in one pass over the lines. */
export async function readTrade(
  db: Kysely<unknown>,
  question: TradeQuestion,
): Promise<readonly CurrencyTrade[]> {
  const { starts, bestBy, products = 10 } = question;
  const { rows } = await sql<Row>`
WITH sums AS (
  SELECT l.currency, l.slice, p.category, l.seller_id, l.product_id,
    grouping(l.slice, p.category, l.seller_id, l.product_id) AS part, count(*) AS lines,
    sum(l.units) FILTER (WHERE l.line_kind = 'sale') AS sold, -sum(l.units) FILTER (WHERE l.line_kind = 'return') AS returned,
    sum(l.gross) AS gross, sum(l.discount) AS discount, sum(l.refund) AS refund, sum(l.cost) AS cost
  FROM ${tradedLines(question, starts)} l JOIN app.products p ON p.id = l.product_id
  GROUP BY l.currency, GROUPING SETS ((), (l.slice), (p.category), (l.seller_id), (l.product_id))
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY currency, part
    ORDER BY gross - discount - refund ${bestBy === 'profit' ? sql`- cost` : sql``} DESC, product_id) AS rank
  FROM sums
)
SELECT r.*, s.name AS seller, s.commission_bps, p.name AS product FROM ranked r
LEFT JOIN app.sellers s ON s.id = r.seller_id LEFT JOIN app.products p ON p.id = r.product_id
WHERE r.product_id IS NULL OR r.rank <= ${products}
ORDER BY r.slice, r.rank`.execute(db);
  const totals = rows.filter(({ part }) => part === PART.total);
  return totals
    .toSorted((one, other) => exact(other.lines) - exact(one.lines))
    .map((total) => currencyTrade(total, rows));
}

/** What `grouping` gives: a bit for each column that is not grouped by. */
const PART = { total: 15, slice: 7, category: 11, seller: 13, product: 14 } as const;

interface Row {
  readonly currency: string;
  readonly part: number;
  readonly lines: string;
  readonly slice: number | null;
  readonly category: string | null;
  readonly seller_id: number | null;
  readonly seller: string | null;
  readonly commission_bps: number | null;
  readonly product_id: number | null;
  readonly product: string | null;
  readonly sold: string | null;
  readonly returned: string | null;
  readonly gross: string;
  readonly discount: string;
  readonly refund: string;
  readonly cost: string;
}

function currencyTrade(total: Row, rows: readonly Row[]): CurrencyTrade {
  const { currency } = total;
  const partsOf = (part: number) => rows.filter((row) => row.currency === currency && row.part === part);
  return {
    currency,
    total: tradeOf(total),
    slices: partsOf(PART.slice).map((row) => ({
      ...tradeOf(row),
      key: String((row.slice ?? 1) - 1),
      name: '',
    })),
    categories: partsOf(PART.category).map((row) => named(row, row.category, row.category)),
    sellers: partsOf(PART.seller).map((row) => ({
      ...named(row, row.seller_id, row.seller),
      commissionBps: row.commission_bps ?? 0,
    })),
    products: partsOf(PART.product).map((row) => named(row, row.product_id, row.product)),
  };
}

function named(row: Row, key: string | number | null, name: string | null): TradeOf {
  return { ...tradeOf(row), key: String(key), name: name ?? '' };
}

function tradeOf(row: Row): Trade {
  const [grossMinor, discountMinor, refundMinor] = [exact(row.gross), exact(row.discount), exact(row.refund)];
  return {
    unitsSold: exact(row.sold),
    unitsReturned: exact(row.returned),
    grossMinor,
    discountMinor,
    refundMinor,
    netMinor: grossMinor - discountMinor - refundMinor,
    costMinor: exact(row.cost),
  };
}
