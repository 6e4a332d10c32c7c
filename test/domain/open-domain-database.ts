import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { Domain } from '../../src/domain/domain.ts';
import type { DomainChange } from '../../src/domain/domain-change.ts';
import type { DomainReader } from '../../src/domain/domain-tables.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

export interface DomainDatabase {
  readonly database: Database;
  readonly domain: Domain;
  readonly reader: DomainReader;
  readonly url: string;
  /** What was announced since it was last taken. */
  readonly takeChanges: () => readonly DomainChange[];
  /** Closes it and drops it. */
  readonly end: () => Promise<void>;
}

/** A database of the test's own with the sample application's tables, empty. */
export async function openDomainDatabase(): Promise<DomainDatabase> {
  const fresh = await migratedDatabase();
  const database = openDatabase({ url: fresh.url });
  const changes: DomainChange[] = [];
  const domain = new Domain(database, { onChange: [(more) => void changes.push(...more)] });
  const end = async (): Promise<void> => {
    await database.close();
    await fresh.drop();
  };
  const takeChanges = (): readonly DomainChange[] => changes.splice(0);
  return { database, domain, reader: domain.reader, url: fresh.url, takeChanges, end };
}
