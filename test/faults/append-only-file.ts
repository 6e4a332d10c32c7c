import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * How long the append-only file of a Redis is now, given its data folder. What Redis has written and not yet synced is
 * counted.
 */
export async function measureAppendOnlyFile(data: string): Promise<number> {
  return (await stat(await findNewest(data))).size;
}

/**
 * Cuts the append-only file of a stopped Redis down to an earlier length, as a power cut would that takes what was not
 * yet synced.
 */
export async function cutAppendOnlyFile(data: string, sizeBytes: number): Promise<void> {
  await truncate(await findNewest(data), sizeBytes);
}

/** Redis writes to the increment with the highest number; rewrites begin a new one. */
async function findNewest(data: string): Promise<string> {
  const folder = join(data, 'appendonlydir');
  const increments = (await readdir(folder)).filter((name) => name.endsWith('.incr.aof'));
  const [newest] = increments.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  if (newest === undefined)
    throw new Error(`${folder} holds no append-only file: start Redis with --appendonly yes`);
  return join(folder, newest);
}
