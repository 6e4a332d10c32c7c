const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const MAX_MS = 366 * UNIT_MS.d;

/** The milliseconds of `'90s'`, `'15m'`, `'6h'` or `'7d'`; `undefined` for anything else, and for more than 366 days. */
export function parseEvery(text: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,8})([smhd])$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  const ms = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]; // the expression allows no other
  return ms <= MAX_MS ? ms : undefined;
}

/** What is wrong with such a text: `undefined` when nothing is. */
export function findEveryProblem(text: string): string | undefined {
  return parseEvery(text) === undefined
    ? `every ${JSON.stringify(text)} is not usable, expected a whole number with s, m, h or d, such as "15m", up to 366 days`
    : undefined;
}

/** Writes milliseconds as such a text, in the largest unit that divides them. */
export function formatEvery(ms: number): string {
  const units = Object.entries(UNIT_MS).toReversed();
  const [unit, unitMs] = units.find(([, size]) => ms % size === 0) ?? ['s', UNIT_MS.s];
  return `${ms / unitMs}${unit}`;
}
