import { formatCount } from '../format.ts';

/** For how many days a stock lasts when as much is sold as in the days before; a dash when nothing was. */
export function coverOf(units: number, sold: number, days: number): string {
  return sold <= 0 ? '–' : formatCount((units * days) / sold);
}
