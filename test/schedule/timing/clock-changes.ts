import { offsetAt } from './brute-force.ts';

export const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Kathmandu',
  'America/Havana',
  'Asia/Tokyo',
] as const;

export const FIRST_MS = Date.UTC(2024, 0, 1);
export const LAST_MS = Date.UTC(2031, 0, 1);

const changes = new Map<string, readonly number[]>();

/** Every instant of 2024 to 2030 at which a zone's wall clock jumps, found by looking at each quarter of an hour. */
export function clockChanges(timeZone: string): readonly number[] {
  const found = changes.get(timeZone) ?? findChanges(timeZone);
  changes.set(timeZone, found);
  return found;
}

function findChanges(timeZone: string): number[] {
  const found: number[] = [];
  for (let atMs = FIRST_MS; atMs < LAST_MS; atMs += 900_000) {
    if (offsetAt(timeZone, atMs) !== offsetAt(timeZone, atMs - 900_000)) found.push(atMs);
  }
  return found;
}
