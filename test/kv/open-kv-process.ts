import { loadConfig } from '../../src/config/load-config.ts';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import type { Kv } from '../../src/kv/kv.ts';
import { openKv } from '../../src/kv/open-kv.ts';
import { silentLog } from '../../src/telemetry/log.ts';

/** In a program of the tests: `kv` of the environment, as the bundle that started it has it. */
export function openKvOfProcess(): {
  readonly kv: Kv;
  readonly database: Database;
  readonly close: () => Promise<void>;
} {
  const config = loadConfig(process.env, { envFile: false });
  const database = openDatabase({ url: process.env['DATABASE_URL'] ?? '', maxConnections: 4 });
  const kv = openKv({ config: config.kv, database, log: silentLog });
  const close = async (): Promise<void> => {
    await kv.close();
    await database.close();
  };
  return { kv, database, close };
}

/** Waits until every program of a test stands here. */
export async function meet(database: Database, programs: number): Promise<void> {
  await database.query('INSERT INTO meeting DEFAULT VALUES');
  for (;;) {
    const { rows } = await database.query('SELECT 1 FROM meeting');
    if (rows.length >= programs) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
