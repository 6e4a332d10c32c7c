import { sql } from 'kysely';
import type { Writing } from '../writing.ts';
import type { ForecastPoint } from './forecasts-table.ts';

export interface NewForecast {
  readonly productId: number;
  /** `2030-03-29` */
  readonly fromDay: string;
  readonly method: string;
  /** Share of days that should lie in the interval. */
  readonly level: number;
  readonly historyDays: number;
  readonly points: readonly ForecastPoint[];
  readonly backtestError: number | null;
  readonly naiveError: number | null;
}

/** Keeps a forecast; an earlier one of the product from the same day is replaced. */
export async function saveForecast(writing: Writing, given: NewForecast): Promise<void> {
  const row = {
    horizon_days: given.points.length,
    method: given.method,
    interval_level: given.level,
    history_days: given.historyDays,
    points: JSON.stringify(given.points),
    backtest_error: given.backtestError,
    naive_error: given.naiveError,
    made_at: sql<Date>`clock_timestamp()`,
  };
  await writing.trx
    .insertInto('forecasts')
    .values({ ...row, product_id: given.productId, from_day: given.fromDay })
    .onConflict((conflict) => conflict.columns(['product_id', 'from_day']).doUpdateSet(row))
    .execute();
  writing.changed({ kind: 'forecast-made', productId: given.productId });
}
