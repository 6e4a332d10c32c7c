import type { Kysely } from 'kysely';
import { type OrderCounts, readOrders } from '../../../../src/domain/reports/read-orders.ts';
import { type CurrencyTrade, readTrade } from '../../../../src/domain/reports/read-trade.ts';
import { slicesOf } from '../../../../src/domain/reports/slices.ts';
import type { ReportQuestion } from '../report-content.ts';

/** The trade and the orders of a currency in a period. */
export interface PeriodTrade extends CurrencyTrade {
  readonly orders: OrderCounts;
}

/** One currency in the period and in the one before. */
export interface BothTrades {
  readonly currency: string;
  readonly now: PeriodTrade;
  readonly was: PeriodTrade;
}

/** Every currency in which something was traded in either period; of one seller always its own. */
export async function readBothTrades(
  db: Kysely<unknown>,
  question: ReportQuestion,
  bestBy: 'net' | 'profit',
): Promise<readonly BothTrades[]> {
  const now = await readPeriod(db, { ...question, starts: question.slices.starts, bestBy });
  const starts = slicesOf(question.before).starts;
  const was = await readPeriod(db, { ...question, period: question.before, starts, bestBy });
  const own = question.currency === undefined ? [] : [question.currency];
  const currencies = new Set([...now.currencies, ...was.currencies, ...own]);
  return [...currencies].map((currency) => ({ currency, now: now.of(currency), was: was.of(currency) }));
}

async function readPeriod(db: Kysely<unknown>, question: Parameters<typeof readTrade>[1]) {
  const trades = await readTrade(db, question);
  const orders = await readOrders(db, question);
  return {
    currencies: trades.map(({ currency }) => currency),
    of: (currency: string): PeriodTrade => ({
      ...(trades.find((trade) => trade.currency === currency) ?? noTrade(currency)),
      orders: orders.find((counts) => counts.currency === currency) ?? {
        currency,
        orders: 0,
        cancelled: 0,
        buyers: 0,
        shippingMinor: 0,
      },
    }),
  };
}

function noTrade(currency: string): CurrencyTrade {
  const total = {
    unitsSold: 0,
    unitsReturned: 0,
    grossMinor: 0,
    discountMinor: 0,
    refundMinor: 0,
    netMinor: 0,
    costMinor: 0,
  };
  return { currency, total, slices: [], categories: [], sellers: [], products: [] };
}
