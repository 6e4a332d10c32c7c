import { offsetAt } from './brute-force.ts';

export const ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Kathmandu',
  'America/Havana',
  'Asia/Tokyo',
] as const;

export const FIRST_MS = Date.UTC(2024, 0, 1);
export const LAST_MS = Date.UTC(2031, 0, 1);

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

const changes = new Map<string, readonly number[]>();

/** Every instant of 2024 to 2030 at which a zone's wall clock jumps. */
export function clockChanges(timeZone: string): readonly number[] {
  const found = changes.get(timeZone) ?? findChanges(timeZone);
  changes.set(timeZone, found);
  return found;
}

/** Day by day, and quarter by quarter on a day over which the offset has changed. */
function findChanges(timeZone: string): number[] {
  const found: number[] = [];
  for (let dayMs = FIRST_MS; dayMs < LAST_MS; dayMs += DAY_MS) {
    if (offsetAt(timeZone, dayMs) === offsetAt(timeZone, dayMs + DAY_MS)) continue;
    for (let atMs = dayMs + QUARTER_MS; atMs <= dayMs + DAY_MS; atMs += QUARTER_MS) {
      if (offsetAt(timeZone, atMs) !== offsetAt(timeZone, atMs - QUARTER_MS)) found.push(atMs);
    }
  }
  return found;
}
