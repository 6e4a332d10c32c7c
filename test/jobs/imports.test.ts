import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { expect, test } from 'vitest';

/** Value imports and re-exports; those of types alone are gone when the code runs. */
const IMPORT = /^(?:import|export) (?!type )(?:[^;]*? from )?'([^']+)'/gm;

test('the catalogue, which every producer loads, loads no library of a service and no database', async () => {
  const packages = await packagesBehind(new URL('../../jobs/index.ts', import.meta.url), new Set());
  expect([...packages].filter((name) => !builtinModules.includes(name.replace('node:', '')))).toEqual([
    'zod',
    // Small, and what a misspelt option of a definition is explained with.
    'fastest-levenshtein',
  ]);
});

async function packagesBehind(file: URL, seen: Set<string>): Promise<Set<string>> {
  const packages = new Set<string>();
  if (seen.has(file.href)) return packages;
  seen.add(file.href);
  for (const [, name = ''] of (await readFile(file, 'utf8')).matchAll(IMPORT)) {
    const found = name.startsWith('.') ? await packagesBehind(new URL(name, file), seen) : [name];
    for (const each of found) packages.add(each);
  }
  return packages;
}
