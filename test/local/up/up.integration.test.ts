import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { findRun } from '../../../src/local/find-run.ts';
import { listTree, signalTree } from '../../servers/process-tree.ts';
import { query } from '../query.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { untilGone } from '../until-gone.ts';
import { spawnUp } from './spawn-up.ts';

vi.setConfig({ testTimeout: 240_000 });

const stays = `node -e "console.log('stays'); setInterval(() => {}, 1000)"`;

test('runs the processes on a migrated database of its own, and ends all of it at Ctrl-C', async () => {
  const folder = await folderWith(`one: ${stays}\ntwo: node -e "console.log(process.env.DATABASE_URL)"`);
  const up = await spawnUp(folder);
  await up.says('one | stays');
  const run = await findRun(join(folder, '.nightshift'));
  const url = run?.databaseUrl ?? '';
  await up.says(`two | ${url}`);
  expect(await query(url, 'SELECT count(*)::int AS jobs FROM nightshift.jobs')).toEqual([{ jobs: 0 }]);
  const pids = listTree(up.pid);
  expect(pids.length).toBeGreaterThan(3);
  expect(await up.end('SIGINT')).toBe(0);
  for (const pid of pids) await untilGone(pid);
  expect(await findRun(join(folder, '.nightshift'))).toBeUndefined();
});

test('says of a second start who runs there, and leaves the first alone', async () => {
  const folder = await folderWith(`one: ${stays}`);
  const first = await spawnUp(folder);
  await first.says('one | stays');
  const second = await spawnUp(folder);
  expect(await second.ended).toBe(1);
  expect(second.text()).toContain(`already runs in ${join(folder, '.nightshift')} as process ${first.pid}`);
  expect(await findRun(join(folder, '.nightshift'))).toMatchObject({ pid: first.pid });
  expect(first.text()).not.toContain('ended');
});

test('starts again, with its data, after everything was killed', async () => {
  const folder = await folderWith(`one: ${stays}`);
  const first = await spawnUp(folder);
  await first.says('one | stays');
  const url = (await findRun(join(folder, '.nightshift')))?.databaseUrl ?? '';
  await query(url, 'CREATE TABLE kept AS SELECT 7 AS seven');
  signalTree(first.pid, 'SIGKILL');
  await first.ended;
  const second = await spawnUp(folder);
  await second.says('one | stays');
  const again = (await findRun(join(folder, '.nightshift')))?.databaseUrl ?? '';
  expect(await query(again, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
});

test('ends in peace when asked to while it still starts', async () => {
  const folder = await folderWith(`one: ${stays}`);
  const up = await spawnUp(folder);
  await up.says('starting a PostgreSQL of our own');
  const pids = listTree(up.pid);
  expect(await up.end('SIGTERM')).toBe(0);
  expect(up.text()).toContain('Stopped before everything was started.');
  for (const pid of pids) await untilGone(pid);
});

test.each([
  [['--only', 'onee'], 'The Procfile has no process "onee". Did you mean one?'],
  [['two=x'], '"two=x" is not understood: expected a name and a number up to 100, like one=3.'],
  [['--procfile', 'missing'], 'missing cannot be read'],
])('refuses %j before it starts anything', async (args, message) => {
  const folder = await folderWith(`one: ${stays}\ntwo: ${stays}`);
  const up = await spawnUp(folder, ...args);
  expect(await up.ended).toBe(2);
  expect(up.text()).toContain(message);
  expect(await findRun(join(folder, '.nightshift'))).toBeUndefined();
});

async function folderWith(procfile: string): Promise<string> {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'Procfile'), procfile);
  return folder;
}
