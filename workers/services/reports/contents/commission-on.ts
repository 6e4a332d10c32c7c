const WHOLE = 10_000n;

/**
 * The commission on an amount, `bps` hundredths of a percent, rounded to the smallest unit, halves away from zero. On more
 * returns than sales it is negative: it is given back.
 */
export function commissionOn(minor: number, bps: number): number {
  const product = BigInt(Math.abs(minor)) * BigInt(bps);
  const rounded = Number((product + WHOLE / 2n) / WHOLE);
  return minor < 0 && rounded !== 0 ? -rounded : rounded;
}
