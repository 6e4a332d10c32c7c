import { closest as closestOf, distance } from 'fastest-levenshtein';

/** The name nearest to what was typed, when it is near enough to be a slip (a third of its length); else undefined. */
export function closest(typed: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const near = closestOf(typed, names);
  return distance(typed, near) <= Math.max(1, Math.floor(typed.length / 3)) ? near : undefined;
}
