import type { ColumnType } from 'kysely';

/** A `timestamptz` that must be given. */
export type Instant = ColumnType<Date, Date | string, Date | string>;

/** A `timestamptz` that is now unless it is given. */
export type InstantOrNow = ColumnType<Date, Date | string | undefined, Date | string>;

/** A `timestamptz` that may be missing. */
export type MaybeInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/**
 * A calendar day, written as `2030-03-29`. Select it as text (`sql<string>\`day::text\``): pg would make it midnight in
 * the process's own zone, and its type here lets nobody use that.
 */
export type Day = ColumnType<never, string, string>;

/** A `jsonb` column: read as `Value`, written as its JSON text, because pg would make an array a PostgreSQL array. */
export type JsonColumn<Value> = ColumnType<Value, string, string>;

/** The same with a default. */
export type JsonColumnOrDefault<Value> = ColumnType<Value, string | undefined, string>;

/** A `bigint`, which JavaScript numbers cannot hold: read as text. Made by the database unless it is given. */
export type BigId = ColumnType<string, string | undefined, never>;
