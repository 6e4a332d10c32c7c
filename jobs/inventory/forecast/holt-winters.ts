const WEEK = 7;

/** How fast level, trend and weekdays follow what was observed, and how soon the trend dies away. */
export interface Smoothing {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
}

/** A series that was followed to its end. */
export interface Fit {
  readonly smoothing: Smoothing;
  readonly level: number;
  readonly trend: number;
  /** What each weekday adds; the first is that of the day after the series. */
  readonly season: readonly number[];
  /** Sum of the squares of the errors of the forecasts for the day after. */
  readonly squares: number;
  /** Standard deviation of these errors. */
  readonly spread: number;
}

/**
 * Follows a series of days with a level, a damped trend and a weekly season, all additive: Holt and Winters' method in
 * its error-correction form, ETS(A,Ad,A) in Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd
 * edition, chapter 8. Needs two weeks; these begin it and do not count as errors.
 */
export function follow(series: readonly number[], smoothing: Smoothing): Fit {
  const { alpha, beta, gamma, phi } = smoothing;
  const { level: firstLevel, season } = beginning(series);
  let level = firstLevel;
  let trend = 0;
  let squares = 0;
  for (const [day, value] of series.entries()) {
    const weekday = day % WEEK;
    const adds = season[weekday] ?? 0;
    const error = value - (level + phi * trend + adds);
    level += phi * trend + alpha * error;
    trend = phi * trend + beta * error;
    season[weekday] = adds + gamma * error;
    if (day >= 2 * WEEK) squares += error ** 2;
  }
  const next = series.length % WEEK;
  const counted = Math.max(1, series.length - 2 * WEEK);
  const turned = [...season.slice(next), ...season.slice(0, next)];
  return { smoothing, level, trend, season: turned, squares, spread: Math.sqrt(squares / counted) };
}

/** The mean of the first weeks, four at most, and by how much their weekdays differ from it. */
function beginning(series: readonly number[]): { readonly level: number; readonly season: number[] } {
  const weeks = Math.min(4, Math.floor(series.length / WEEK));
  const days = series.slice(0, weeks * WEEK);
  const level = days.reduce((sum, value) => sum + value, 0) / days.length;
  const season = Array.from({ length: WEEK }, (_, weekday) => {
    const same = days.filter((_value, day) => day % WEEK === weekday);
    return same.reduce((sum, value) => sum + value, 0) / weeks - level;
  });
  return { level, season };
}

/** What the fit expects `days` days after the series, 1 for the next, and the standard deviation of the error. */
export function expectAfter(fit: Fit, days: number): { readonly expected: number; readonly spread: number } {
  const { alpha, beta, gamma, phi } = fit.smoothing;
  let damped = 0;
  let variance = 1;
  for (let day = 1; day < days; day += 1) {
    damped += phi ** day;
    // Hyndman, Koehler, Ord and Snyder, Forecasting with Exponential Smoothing, chapter 6: how far today's error reaches.
    variance += (alpha + beta * damped + (day % WEEK === 0 ? gamma : 0)) ** 2;
  }
  const expected = fit.level + (damped + phi ** days) * fit.trend + (fit.season[(days - 1) % WEEK] ?? 0);
  return { expected, spread: fit.spread * Math.sqrt(variance) };
}
