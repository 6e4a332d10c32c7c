/** A calendar month in UTC: the span of one partition of behaviour events. */
export interface Month {
  /** `202611`: the end of its partition's name. */
  readonly name: string;
  /** `2026-11-01T00:00:00.000Z` */
  readonly from: string;
  /** Where the next month begins. */
  readonly to: string;
}

/** The months that touch the span from one instant to another, both included. */
export function monthsBetween(from: Date, to: Date): readonly Month[] {
  const first = from.getUTCFullYear() * 12 + from.getUTCMonth();
  const last = to.getUTCFullYear() * 12 + to.getUTCMonth();
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => monthAt(first + index));
}

function monthAt(index: number): Month {
  const from = startOf(index);
  return { name: from.slice(0, 7).replace('-', ''), from, to: startOf(index + 1) };
}

/** `Date.UTC` reads a year below 100 as one of the twentieth century, so the months cannot stand there alone. */
function startOf(index: number): string {
  return new Date(Date.UTC(Math.floor(index / 12), index % 12)).toISOString();
}
