import { Kysely, PostgresDialect } from 'kysely';
import type { Database } from './database.ts';

const made = new WeakMap<Database, Kysely<unknown>>();

/**
 * Kysely on a database's own connections, for each room's own tables: `kyselyOf(database).withTables<MyTables>()`. It
 * stands apart because loading Kysely costs more than all the rest of a producer, which never needs it.
 */
export function kyselyOf(database: Database): Kysely<unknown> {
  const kysely =
    made.get(database) ?? new Kysely<unknown>({ dialect: new PostgresDialect({ pool: database.pool }) });
  made.set(database, kysely);
  return kysely;
}
