import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { claimRun } from '../../src/local/claim-run.ts';
import { findRun } from '../../src/local/find-run.ts';
import { FolderInUseError } from '../../src/local/local-errors.ts';
import { runTypescript } from './run-typescript.ts';
import { scratchFolder } from './scratch-folder.ts';

vi.setConfig({ testTimeout: 60_000 });
const checkout = join(import.meta.dirname, '../..');

test('finds what the run of the folder says, and nothing after its release', async () => {
  const folder = await scratchFolder();
  const run = await claimRun(folder);
  await run.update({ databaseUrl: 'postgres://somewhere', boardUrl: 'http://127.0.0.1:1' });
  await run.update({ processes: [{ name: 'email', pid: 12 }] });
  expect(await findRun(folder)).toMatchObject({
    pid: process.pid,
    databaseUrl: 'postgres://somewhere',
    boardUrl: 'http://127.0.0.1:1',
    processes: [{ name: 'email', pid: 12 }],
  });
  expect((await stat(join(folder, 'run.json'))).mode & 0o777).toBe(0o600);
  await run.release();
  expect(await findRun(folder)).toBeUndefined();
});

test('refuses a second run while the first is alive, naming its process and board', async () => {
  const folder = await scratchFolder();
  const run = await claimRun(folder);
  await run.update({ boardUrl: 'http://127.0.0.1:3000' });
  const second = claimRun(folder);
  await expect(second).rejects.toThrow(FolderInUseError);
  await expect(second).rejects.toMatchObject({ pid: process.pid, boardUrl: 'http://127.0.0.1:3000' });
  expect(await findRun(folder)).toMatchObject({ boardUrl: 'http://127.0.0.1:3000' });
});

test('does not find a run that was killed, and takes its place', async () => {
  const folder = await scratchFolder();
  const program = await runTypescript(checkout, ['test/local/programs/hold-run.ts', folder]);
  await program.firstLine;
  expect(await findRun(folder)).toMatchObject({ pid: program.pid });
  await program.kill('SIGKILL');
  expect(await findRun(folder)).toBeUndefined();
  await claimRun(folder);
  expect(await findRun(folder)).toMatchObject({ pid: process.pid });
});

test('does not take another program of the same number for the run', async () => {
  const folder = await scratchFolder();
  await claimRun(folder);
  const path = join(folder, 'run.json');
  const run = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...run, birth: 'another boot:1' }));
  expect(await findRun(folder)).toBeUndefined();
});

test.each(['', '{', '[]', '{"pid":1}'])('takes a file that says %j for no run', async (content) => {
  const folder = await scratchFolder();
  await (await claimRun(folder)).release();
  await writeFile(join(folder, 'run.json'), content);
  expect(await findRun(folder)).toBeUndefined();
  await claimRun(folder);
  expect(await findRun(folder)).toMatchObject({ pid: process.pid });
});

test('lets one of many that start at the same time in the place of a dead run', async () => {
  const folder = await scratchFolder();
  await (await claimRun(folder)).release();
  await writeFile(join(folder, 'run.json'), JSON.stringify({ pid: 1, birth: 'dead' }));
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => claimRun(folder)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
