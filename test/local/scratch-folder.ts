import { createHash } from 'node:crypto';
import { chmod, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freshFolder } from '../servers/fresh-folder.ts';

/** A new empty folder that every user may enter, removed with all it led to when the test ends. */
export async function scratchFolder(): Promise<string> {
  const folder = await realpath(await freshFolder());
  await chmod(folder, 0o755);
  onTestFinished(async () => {
    // A PostgreSQL that is stopping may still write.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    if (process.getuid?.() === 0) await removeOutside(folder);
  });
  return folder;
}

/** What PostgreSQL was given elsewhere, because its user could not enter the folder. */
async function removeOutside(folder: string): Promise<void> {
  for (const inner of [folder, join(folder, 'app')]) {
    const name = createHash('sha256').update(join(inner, '.nightshift')).digest('hex').slice(0, 16);
    await rm(join('/var/lib/nightshift', name), { recursive: true, force: true });
  }
}
