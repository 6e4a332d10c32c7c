import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { findRun } from '../../../src/local/find-run.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { spawnUp } from '../up/spawn-up.ts';

vi.setConfig({ testTimeout: 120_000 });

const app = join(import.meta.dirname, 'programs');

test('sends each sample, shows where its result lies and exits with 0 when all completed', async () => {
  const dataFolder = await useDataFolder();
  const up = await spawnUp(app, '--demo', '--once');
  expect(await up.ended).toBe(0);
  expect(up.text()).toMatch(/JOB +STATE +ATTEMPT +ID +RESULT/);
  expect(up.text()).toMatch(/chart\.draw +completed +1 +[0-9a-f-]{36} +charts\/sales\.svg\n/);
  expect(up.text()).toMatch(
    /visit\.track +completed +1 +[0-9a-f-]{36} +not recorded: queue flood keeps no rows\n/,
  );
  expect(up.text()).toContain('2 of 2 jobs completed. Without a sample: card.refuse.');
  expect(await findRun(dataFolder)).toBeUndefined();
});

test('lets the application prepare the database first', async () => {
  await useDataFolder();
  const up = await spawnUp(app, '--demo', '--once');
  expect(await up.ended).toBe(0);
  expect(up.text()).toMatch(/Prepared with nightshift.*Sent 2 jobs/s);
});

test('exits with 1 when a job failed, and says why and where to look', async () => {
  const dataFolder = await useDataFolder();
  vi.stubEnv('DEMO_WITH_FAILURE', 'yes');
  const up = await spawnUp(app, '--demo', '--once');
  expect(await up.ended).toBe(1);
  expect(up.text()).toMatch(/card\.refuse +failed +1 +[0-9a-f-]{36} +the card was refused\n/);
  expect(up.text()).toContain('2 of 3 jobs completed.');
  expect(up.text()).toContain(join(dataFolder, 'up.log'));
  expect(await readFile(join(dataFolder, 'up.log'), 'utf8')).toMatch(/^relay \| /m);
});

test('stays after the demo, and lets its processes be heard', async () => {
  await useDataFolder();
  const up = await spawnUp(app, '--demo');
  await up.says('2 of 2 jobs completed.');
  expect(await up.end('SIGTERM')).toBe(0);
  expect(up.text()).toMatch(/^all {3}\| .*stopped/m);
});

test('refuses --once without --demo', async () => {
  const up = await spawnUp(app, '--once');
  expect(await up.ended).toBe(2);
  expect(up.text()).toContain('--once goes with --demo');
});

async function useDataFolder(): Promise<string> {
  const folder = await scratchFolder();
  vi.stubEnv('NIGHTSHIFT_DATA_DIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}
