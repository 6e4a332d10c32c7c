import type { Limit } from './limit.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const MAX_AN_HOUR: ReadonlyMap<string, number> = new Map([
  ['basic', 100],
  ['premium', 1_000],
  ['enterprise', 5_000],
]);
const BASIC_AN_HOUR = 100;

/** 100 requests in any minute, of whatever tier. */
export const PER_MINUTE: Limit = { name: 'minute', max: 100, windowMs: MINUTE_MS, kind: 'sliding-window' };

/** Requests an hour by what a user has subscribed to: basic 100, premium 1,000, enterprise 5,000. An unknown tier is basic. */
export function tierLimit(tier: string | undefined): Limit {
  const max = MAX_AN_HOUR.get(tier ?? 'basic') ?? BASIC_AN_HOUR;
  return { name: 'hour', max, windowMs: HOUR_MS, kind: 'fixed-window' };
}
