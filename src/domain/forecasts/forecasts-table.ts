import type { Generated } from 'kysely';
import type { Day, InstantOrNow, JsonColumn } from '../columns.ts';

/** Expected demand of one day in units, and the interval it should lie in. */
export interface ForecastPoint {
  /** `2030-03-29`, in the seller's zone. */
  readonly day: string;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** `app.forecasts`: one of a product for each first day; made again, it is replaced. */
export interface ForecastsTable {
  id: Generated<number>;
  product_id: number;
  from_day: Day;
  horizon_days: number;
  method: string;
  /** Share of days that should lie in the interval, like 0.9. */
  interval_level: number;
  history_days: number;
  points: JsonColumn<readonly ForecastPoint[]>;
  /** Mean absolute error in units a day over days that were held back; null with too little history. */
  backtest_error: number | null;
  /** The same of the naive forecast: what was sold a week before. */
  naive_error: number | null;
  made_at: InstantOrNow;
}
