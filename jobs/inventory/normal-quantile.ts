/**
 * How many standard deviations above the mean a normally distributed value stays below with this probability (0 to 1,
 * without the ends). Abramowitz and Stegun, Handbook of Mathematical Functions, formula 26.2.23: right to 0.00045.
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1))
    throw new RangeError(
      `A probability of ${probability} has no quantile: expected more than 0 and less than 1.`,
    );
  if (probability < 0.5) return -normalQuantile(1 - probability);
  const t = Math.sqrt(-2 * Math.log(1 - probability));
  const above = 2.515517 + 0.802853 * t + 0.010328 * t ** 2;
  const below = 1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3;
  return t - above / below;
}
