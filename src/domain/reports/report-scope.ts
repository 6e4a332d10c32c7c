import { type RawBuilder, sql } from 'kysely';
import type { Period } from './period.ts';

/** Whose figures, and when. */
export interface ReportScope {
  /** Of all sellers when it is missing. */
  readonly sellerId?: number | undefined;
  readonly period: Period;
}

/** `AND <column> = the seller`, or nothing. */
export function ofSeller(column: string, { sellerId }: ReportScope): RawBuilder<unknown> {
  return sellerId === undefined ? sql`` : sql`AND ${sql.ref(column)} = ${sellerId}`;
}

/** Instants as a PostgreSQL array. */
export function instants(dates: readonly Date[]): RawBuilder<unknown> {
  return sql`${dates.map((date) => date.toISOString())}::timestamptz[]`;
}

/** A sum as PostgreSQL writes it. Throws {@link RangeError} when JavaScript cannot hold it exactly. */
export function exact(sum: string | number | null): number {
  const value = Number(sum ?? 0);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${sum} is no integer that can be held exactly.`);
  return value;
}
