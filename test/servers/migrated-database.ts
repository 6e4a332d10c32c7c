import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { type DatabaseTemplate, type FreshDatabase, freshDatabase } from './fresh-database.ts';

const MIGRATED: DatabaseTemplate = {
  name: 'migrated',
  fill: async (url) => {
    const database = openDatabase({ url });
    await migrate(database);
    await database.close();
  },
};

/** A database of the test's own with the whole schema in it. */
export function migratedDatabase(): Promise<FreshDatabase> {
  return freshDatabase(MIGRATED);
}
