import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { type PostgresServer, startPostgres } from '../servers/start-postgres.ts';
import type { Program } from '../servers/start-program.ts';
import { until } from '../until.ts';
import { countFired, findFaults } from './due-time-count.ts';
import { startSchedulerProcess } from './scheduler-processes.ts';

let postgres: PostgresServer;
let database: Database;
let scheduler: Program | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
  database = openDatabase({ url: postgres.url });
  await migrate(database);
});
afterAll(async () => {
  await database.close();
  await postgres.close();
});
afterEach(() => scheduler?.kill());

const start = () => {
  const times = { name: 'every-second', cron: '* * * * * *', misfire: 'all' } as const;
  scheduler = startSchedulerProcess(postgres.url, [times]);
  return scheduler;
};

it('waits for PostgreSQL at its start, and begins when it is there', async () => {
  await postgres.stop();
  const { lines } = start();
  await scheduler?.line(/PostgreSQL does not answer/);
  await postgres.start();
  await scheduler?.line(/"ready"/, 5_000);
  expect(lines.filter((line) => line.includes('"error"'))).toEqual([]);
});

it.each(['fast', 'immediate'] as const)('goes on after a restart (%s), with nothing missed', async (mode) => {
  const program = start();
  await program.line(/"ready"/);
  for (let restarts = 0; restarts < 3; restarts++) {
    const before = await countFired(database);
    // oxlint-disable-next-line no-await-in-loop -- one restart after the other
    await postgres.restart(mode);
    // oxlint-disable-next-line no-await-in-loop -- see above
    await until(async () => (await countFired(database)) > before, {
      timeoutMs: 5_000,
      what: 'firing to go on',
    });
  }
  expect(program.isRunning).toBe(true);
  const upTo = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 1_000);
  expect(await findFaults(database, upTo)).toEqual({ missing: [], mismatched: [], doubled: [] });
});
