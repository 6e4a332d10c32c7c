/** How much is written, and for which time. */
export interface SeedPlan {
  /** The same number gives the same rows. */
  readonly seed: number;
  readonly sellers: number;
  readonly products: number;
  readonly users: number;
  readonly orders: number;
  readonly tasks: number;
  readonly events: number;
  readonly days: number;
  /** Where the days end: midnight, UTC. */
  readonly untilMs: number;
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

const FULL = {
  sellers: 50,
  products: 500,
  users: 2_000,
  orders: 60_000,
  tasks: 9_000,
  events: 150_000,
  days: 365,
};
const SMALL = { sellers: 1, products: 20, users: 60, orders: 900, tasks: 240, events: 3_000, days: 30 };

/** A year of 50 shops, or a month of one. `until` is rounded down to its midnight. */
export function seedPlan(options: {
  readonly seed: number;
  readonly isSmall: boolean;
  readonly until: Date;
}): SeedPlan {
  const untilMs = Math.floor(options.until.getTime() / DAY_MS) * DAY_MS;
  return { ...(options.isSmall ? SMALL : FULL), seed: options.seed, untilMs };
}

export function fromMs({ untilMs, days }: SeedPlan): number {
  return untilMs - days * DAY_MS;
}
