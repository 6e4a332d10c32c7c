import { DAY_MS } from './seed-plan.ts';

// Sunday first.
const WEEKDAYS = [1.16, 0.95, 0.9, 0.91, 0.96, 1.04, 1.2];

// By the hour of the buyer's clock.
export const HOURS = [2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 9, 9, 10, 9, 8, 8, 9, 10, 12, 14, 15, 13, 9, 5];

/** How much more or less is sold on a day than on an average one: weekday, time of the year, and growth. */
export function demandOn(dayMs: number, { sinceDays }: { readonly sinceDays: number }): number {
  const day = dayOfYear(dayMs);
  const weekday = WEEKDAYS[new Date(dayMs).getUTCDay()] ?? 1;
  const blackFriday = bump(day, 331, 4);
  const christmas = bump(day, 346, 9);
  const january = bump(day, 12, 10);
  const summer = bump(day, 205, 20);
  const year = 1 + 1.1 * blackFriday + 0.7 * christmas - 0.25 * january - 0.15 * summer;
  return weekday * year * (1 + (0.3 * sinceDays) / 365);
}

/** When in the year a category sells most, how much more, and over how many days. */
const PEAKS: Readonly<Record<string, readonly [day: number, height: number, days: number]>> = {
  garden: [135, 2.2, 40],
  toys: [345, 2.5, 16],
  sports: [150, 0.8, 45],
  clothing: [270, 0.6, 25],
  books: [348, 0.9, 14],
  kitchen: [340, 0.7, 20],
};

export function categorySeason(category: string, dayMs: number): number {
  const [day, height, days] = PEAKS[category] ?? [0, 0, 1];
  return 0.6 + height * bump(dayOfYear(dayMs), day, days);
}

function dayOfYear(dayMs: number): number {
  return Math.floor((dayMs - Date.UTC(new Date(dayMs).getUTCFullYear(), 0, 1)) / DAY_MS);
}

/** A bell over the circle of the year, 1 at its centre. */
function bump(day: number, centre: number, width: number): number {
  const distance = Math.abs(day - centre);
  const shortest = Math.min(distance, 365 - distance);
  return Math.exp(-0.5 * (shortest / width) ** 2);
}
