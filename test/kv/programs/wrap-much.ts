import { setTimeout as wait } from 'node:timers/promises';
import { meet, openKvOfProcess } from '../open-kv-process.ts';

/** Wraps one key so many times at once, with a source that counts how often it is asked. */
const [programs = 1, wraps = 1] = process.argv.slice(2).map(Number);
const { kv, database, close } = openKvOfProcess();

async function load(): Promise<string> {
  const { rows } = await database.query('INSERT INTO loads DEFAULT VALUES RETURNING id');
  await wait(200);
  return `load ${(rows as { readonly id: number }[])[0]?.id}`;
}

await meet(database, programs);
const values = await Promise.all(
  Array.from({ length: wraps }, () => kv.cache.wrap('crowd', { ttlMs: 600_000 }, load)),
);
process.stdout.write(`loaded ${JSON.stringify([...new Set(values)])}\n`);
await close();
