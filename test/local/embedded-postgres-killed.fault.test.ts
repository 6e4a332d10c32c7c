import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { identifyProcess } from '../../src/local/process-identity.ts';
import { listTree, signalTree } from '../servers/process-tree.ts';
import { until } from '../until.ts';
import { holdPostgres } from './hold-postgres.ts';
import { query } from './query.ts';
import { scratchFolder } from './scratch-folder.ts';
import { startPostgres } from './start-postgres.ts';
import { untilGone } from './until-gone.ts';

vi.setConfig({ testTimeout: 60_000 });

test('stops when the process that started it is killed', async () => {
  const { holder, pid } = await holdPostgres(await scratchFolder());
  await holder.kill('SIGKILL');
  await expect(untilGone(pid)).resolves.toBeUndefined();
});

test('keeps what was committed when everything is killed at once', async () => {
  const folder = await scratchFolder();
  const { holder, url, pid } = await holdPostgres(folder);
  await query(url, 'CREATE TABLE kept AS SELECT 7 AS seven');
  signalTree(holder.pid, 'SIGKILL');
  await holder.kill('SIGKILL');
  await untilGone(pid);
  const again = await startPostgres(folder);
  expect(await query(again.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
});

test('stops a server that outlived its owner and starts its own', async () => {
  const folder = await scratchFolder();
  const { holder, pid } = await holdPostgres(folder);
  // The server's guard goes too, else it would stop the server.
  const server = listTree(pid);
  for (const one of listTree(holder.pid)) if (!server.includes(one)) process.kill(one, 'SIGKILL');
  await holder.kill('SIGKILL');
  expect(await identifyProcess(pid)).toBeDefined();
  const again = await startPostgres(folder);
  expect(again.pid).not.toBe(pid);
  expect(await identifyProcess(pid)).toBeUndefined();
});

test('starts although the number of its dead server now belongs to another program', async () => {
  const folder = await scratchFolder();
  const first = await startPostgres(folder);
  const { uid, gid } = await stat(first.clusterFolder);
  await first.stop();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    ...(process.getuid?.() === 0 && { uid, gid }),
    cwd: '/',
  });
  onTestFinished(() => void other.kill('SIGKILL'));
  await once(other, 'spawn');
  await writeFile(join(first.clusterFolder, 'postmaster.pid'), `${other.pid}\n${first.clusterFolder}\n`);
  const again = await startPostgres(folder);
  expect(await query(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(other.exitCode ?? other.signalCode).toBeNull();
});

test('starts the server again, on the same port, when it dies', async () => {
  const server = await startPostgres(await scratchFolder());
  await query(server.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
  const died = server.pid;
  process.kill(died, 'SIGKILL');
  const rows = await until(() => query(server.url, 'SELECT seven FROM kept').catch(() => undefined), {
    timeoutMs: 20_000,
    what: 'the server answers again',
  });
  expect(rows).toEqual([{ seven: 7 }]);
  expect(server.pid).not.toBe(died);
});

test('begins anew when it was killed while it made its first database', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'postgres.new/base'), { recursive: true });
  await writeFile(join(folder, 'postgres.new/PG_VERSION'), '18\n');
  const server = await startPostgres(folder);
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
