import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { domainOf, type DomainReader } from '../../src/domain/domain-tables.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

export interface DomainDatabase {
  readonly database: Database;
  readonly reader: DomainReader;
  readonly url: string;
  /** Closes it and drops it. */
  readonly end: () => Promise<void>;
}

/** A database of the test's own with the sample application's tables, empty. */
export async function openDomainDatabase(): Promise<DomainDatabase> {
  const fresh = await migratedDatabase();
  const database = openDatabase({ url: fresh.url });
  const end = async (): Promise<void> => {
    await database.close();
    await fresh.drop();
  };
  return { database, reader: domainOf(database.kysely), url: fresh.url, end };
}
