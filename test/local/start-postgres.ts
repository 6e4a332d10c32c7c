import { onTestFinished } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/local/embedded-postgres.ts';
import { silentLog } from '../../src/telemetry/log.ts';

/** Starts the embedded PostgreSQL of a folder in this process until the test ends. */
export async function startPostgres(folder: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ folder, log: silentLog });
  onTestFinished(() => server.stop());
  return server;
}
