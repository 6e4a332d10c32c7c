import { runMigrations } from 'bullmq';
import { Client } from 'pg';

/**
 * Brings BullMQ's own tables up to the version of this package; any number of processes may do so at once. Gives the
 * version that they have then.
 *
 * @param schema Where they are. Default `bullmq`.
 */
export async function migrateBullMqPostgres(databaseUrl: string, schema = 'bullmq'): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    return await runMigrations(client, schema);
  } finally {
    await client.end();
  }
}
