import { ROUTINES } from '../ledger/routines.ts';
import type { Database } from './database.ts';
import { findMissingRoutines } from './install-routines.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { rowsOf } from './rows-of.ts';

export interface MigrationState {
  /** Known to this version and not yet run; routines that are missing too. */
  readonly pending: readonly string[];
  /** Run by a newer version, and unknown to this one. */
  readonly unknown: readonly string[];
}

/** How the schema stands to this version; both lists are empty when it fits. */
export async function migrationState(database: Database): Promise<MigrationState> {
  const done = await migrationsDone(database);
  const missing = await findMissingRoutines(database, ROUTINES);
  const names = [...Object.keys(MIGRATIONS), ...missing.map(({ name }) => name)];
  return {
    pending: names.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !(name in MIGRATIONS)),
  };
}

async function migrationsDone(database: Database): Promise<string[]> {
  const [found] = await rowsOf<{ table: string | null }>(
    database,
    `SELECT to_regclass('nightshift.migrations') AS table`,
  );
  if (!found?.table) return [];
  const rows = await rowsOf<{ name: string }>(
    database,
    'SELECT name FROM nightshift.migrations ORDER BY name',
  );
  return rows.map(({ name }) => name);
}
