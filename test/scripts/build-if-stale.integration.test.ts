import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freshFolder } from '../servers/fresh-folder.ts';

const root = join(import.meta.dirname, '../..');

test('builds at first, and then only after a change', async () => {
  const folder = await makeProject();
  expect(build(folder)).toContain('Building');
  expect(await readFile(join(folder, 'dist/src/one.js'), 'utf8')).toContain('one = 1');
  expect(build(folder)).toBe('');
  await later(() => writeFile(join(folder, 'src/one.ts'), 'export const one = 11;\n'));
  expect(build(folder)).toContain('Building');
  expect(await readFile(join(folder, 'dist/src/one.js'), 'utf8')).toContain('one = 11');
  expect(build(folder)).toBe('');
});

test('builds again when a source was removed or the packages have changed', async () => {
  const folder = await makeProject();
  build(folder);
  await later(() => rm(join(folder, 'src/two.ts')));
  expect(build(folder)).toContain('Building');
  await later(() => writeFile(join(folder, 'package-lock.json'), '{}\n'));
  expect(build(folder)).toContain('Building');
  expect(build(folder)).toBe('');
});

test('says that the sources do not compile, every time', async () => {
  const folder = await makeProject();
  await writeFile(join(folder, 'src/one.ts'), 'export const one: string = 1;\n');
  expect(build(folder)).toContain('The sources do not compile');
  expect(build(folder)).toContain('The sources do not compile');
});

async function makeProject(): Promise<string> {
  const folder = await freshFolder();
  for (const inner of ['src', 'scripts', 'node_modules']) await mkdir(join(folder, inner));
  await cp(join(root, 'scripts/build-if-stale.mjs'), join(folder, 'scripts/build-if-stale.mjs'));
  await symlink(join(root, 'node_modules/typescript'), join(folder, 'node_modules/typescript'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    rootDir: '.',
    outDir: 'dist',
    module: 'NodeNext',
    types: [],
    incremental: true,
    noEmitOnError: false,
    tsBuildInfoFile: 'dist/.tsbuildinfo',
  };
  await writeFile(join(folder, 'tsconfig.build.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  await writeFile(join(folder, 'src/one.ts'), 'export const one = 1;\n');
  await writeFile(join(folder, 'src/two.ts'), 'export const two = 2;\n');
  return folder;
}

function build(folder: string): string {
  const script = `import(${JSON.stringify(join(folder, 'scripts/build-if-stale.mjs'))})
    .then(({ buildIfStale }) => buildIfStale()).catch((error) => console.log(error.message))`;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout;
}

/** File times are compared, so what is to be newer must not be of the same millisecond. */
async function later(change: () => Promise<void>): Promise<void> {
  await sleep(20);
  await change();
}
