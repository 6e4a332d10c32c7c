import { normalQuantile } from '../normal-quantile.ts';
import { expectAfter } from './holt-winters.ts';
import { fitSeries } from './fit-series.ts';

const WEEK = 7;

/** Expected units of one day, and between what they should lie. */
export interface ForecastDay {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

export interface DemandForecast {
  readonly method: 'holt-winters' | 'mean';
  /** From the day after the series. */
  readonly days: readonly ForecastDay[];
  /** Mean absolute error in units a day over the last days, forecast without them; null with less than four weeks. */
  readonly backtestError: number | null;
  /** The same of the naive forecast: what was sold on that weekday the week before. */
  readonly naiveError: number | null;
}

export interface ForecastOptions {
  readonly horizonDays: number;
  /** Share of days that should lie in the interval. */
  readonly level: number;
}

/** Forecasts demand from a series of daily units, oldest first and without gaps. With less than two weeks it is their mean. */
export function forecastDemand(series: readonly number[], options: ForecastOptions): DemandForecast {
  const method = series.length < 2 * WEEK ? 'mean' : 'holt-winters';
  return { method, days: forecast(series, options), ...backtest(series, options.level) };
}

function forecast(
  series: readonly number[],
  { horizonDays, level }: ForecastOptions,
): readonly ForecastDay[] {
  const width = normalQuantile((1 + level) / 2);
  const after = expectations(series);
  return Array.from({ length: horizonDays }, (_, index) => {
    const { expected, spread } = after(index + 1);
    // Nobody buys less than nothing.
    return {
      expected: rounded(expected),
      low: rounded(expected - width * spread),
      high: rounded(expected + width * spread),
    };
  });
}

function expectations(series: readonly number[]): (days: number) => { expected: number; spread: number } {
  if (series.length >= 2 * WEEK) {
    const fit = fitSeries(series);
    return (days) => expectAfter(fit, days);
  }
  const mean = series.reduce((sum, value) => sum + value, 0) / Math.max(1, series.length);
  const squares = series.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = Math.sqrt(squares / Math.max(1, series.length - 1));
  return () => ({ expected: mean, spread });
}

function rounded(units: number): number {
  return Math.max(0, Math.round(units * 100) / 100);
}

/** Forecasts the last four weeks from what was before them, or the last week where there are less than eight. */
function backtest(
  series: readonly number[],
  level: number,
): Pick<DemandForecast, 'backtestError' | 'naiveError'> {
  const held = series.length >= 8 * WEEK ? 4 * WEEK : WEEK;
  if (series.length < 4 * WEEK) return { backtestError: null, naiveError: null };
  const known = series.slice(0, -held);
  const truth = series.slice(-held);
  const guesses = forecast(known, { horizonDays: held, level }).map(({ expected }) => expected);
  const naive = truth.map((_, day) => known[known.length - WEEK + (day % WEEK)] ?? 0);
  return { backtestError: meanError(truth, guesses), naiveError: meanError(truth, naive) };
}

function meanError(truth: readonly number[], guesses: readonly number[]): number {
  const sum = truth.reduce((total, value, day) => total + Math.abs(value - (guesses[day] ?? 0)), 0);
  return sum / truth.length;
}
