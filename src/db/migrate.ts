import { type MigrationResult, Migrator } from 'kysely';
import { makePartitions } from '../ledger/partitions/make-partitions.ts';
import { ROUTINES } from '../ledger/routines.ts';
import type { Database } from './database.ts';
import { installRoutines } from './install-routines.ts';
import { kyselyOf } from './kysely-of.ts';
import { migrationState } from './migration-state.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { SchemaTooNewError } from './schema-too-new-error.ts';

/**
 * Brings the schema up to this version and makes the partitions of the weeks to come; gives the names of the migrations that it ran and of the routines that it made. Any
 * number of processes may do so at once. Throws {@link SchemaTooNewError}.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const patient = database.withTimeout(0);
  const { unknown } = await migrationState(patient);
  if (unknown.length > 0) throw new SchemaTooNewError(unknown);
  const results = await migrateOrWait(patient);
  const routines = await installRoutines(patient, ROUTINES);
  await makePartitions(patient);
  return [...results.map((result) => result.migrationName), ...routines];
}

/** Two first starts at once both create Kysely's own table, and one of them is told that it exists. */
async function migrateOrWait(database: Database): Promise<readonly MigrationResult[]> {
  const first = await migrator(database).migrateToLatest();
  const { error, results = [] } = first.error ? await migrator(database).migrateToLatest() : first;
  if (error) throw error;
  return results;
}

function migrator(database: Database): Migrator {
  return new Migrator({
    db: kyselyOf(database),
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    migrationTableSchema: 'nightshift',
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
    allowUnorderedMigrations: true,
  });
}
