import { type Fit, follow, type Smoothing } from './holt-winters.ts';

const ALPHAS = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5];
const TREND_SHARES = [0, 0.05, 0.2];
const SEASON_SHARES = [0, 0.05, 0.15, 0.3];
const PHIS = [0.9, 0.98];

/** Within 0 < β < α and 0 < γ < 1 − α, where the method is stable. */
const CANDIDATES: readonly Smoothing[] = ALPHAS.flatMap((alpha) =>
  TREND_SHARES.flatMap((trend) =>
    SEASON_SHARES.flatMap((season) =>
      PHIS.map((phi) => ({ alpha, beta: alpha * trend, gamma: (1 - alpha) * season, phi })),
    ),
  ),
);

/** The fit that erred least, of 144 over the whole range of the parameters. Needs two weeks. */
export function fitSeries(series: readonly number[]): Fit {
  const [first, ...others] = CANDIDATES.map((smoothing) => follow(series, smoothing));
  if (!first) throw new RangeError('There are no candidates.');
  return others.reduce((best, fit) => (fit.squares < best.squares ? fit : best), first);
}
