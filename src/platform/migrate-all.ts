import type { Config } from '../config/load-config.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/open-database.ts';

export interface Migrated {
  /** Names of the migrations that ran; empty when there was nothing to do. */
  readonly applied: readonly string[];
}

/** Brings every table that Nightshift needs up to this version: its own, and BullMQ's where there is no Redis. */
export async function migrateAll(config: Config, databaseUrl: string): Promise<Migrated> {
  const database = openDatabase({ url: databaseUrl, applicationName: 'nightshift migrate' });
  try {
    const applied = await migrate(database);
    if (!config.redis.address) {
      const { migrateBullMqPostgres } = await import('../broker/bullmq/migrate-bullmq-postgres.ts');
      await migrateBullMqPostgres(databaseUrl);
    }
    return { applied };
  } finally {
    await database.close();
  }
}
