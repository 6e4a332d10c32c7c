const WEEK_MS = 7 * 24 * 3_600_000;
/** 1970-01-05, the first Monday of the epoch. */
const FIRST_MONDAY_MS = 4 * 24 * 3_600_000;

/** One partition's span: from Monday 00:00 UTC to the next. */
export interface Week {
  /** `20261116`, the Monday it begins with: the end of its partitions' names. */
  readonly name: string;
  readonly fromId: string;
  readonly toId: string;
  readonly endMs: number;
}

export function weekOf(timeMs: number): Week {
  const weeks = Math.floor((timeMs - FIRST_MONDAY_MS) / WEEK_MS);
  const startMs = FIRST_MONDAY_MS + weeks * WEEK_MS;
  const endMs = startMs + WEEK_MS;
  const name = new Date(startMs).toISOString().slice(0, 10).replaceAll('-', '');
  return { name, fromId: lowestIdAt(startMs), toId: lowestIdAt(endMs), endMs };
}

/** The week that a partition's name stands for. */
export function weekNamed(name: string): Week {
  return weekOf(Date.parse(`${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6, 8)}T00:00:00Z`));
}

/** This week and the `ahead` following ones. */
export function weeksFrom(timeMs: number, ahead: number): readonly Week[] {
  return Array.from({ length: ahead + 1 }, (_, index) => weekOf(timeMs + index * WEEK_MS));
}

/** The lowest UUID whose first 48 bits are this millisecond. */
function lowestIdAt(timeMs: number): string {
  const hex = timeMs.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
