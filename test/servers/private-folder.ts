import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchdog } from './watchdog.ts';

/** Makes an empty folder that is gone when this process has ended, however it ended. */
export async function makePrivateFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `nightshift-${prefix}-`));
  watchdog.watchFolder(folder);
  return folder;
}

/** Removes a folder of `makePrivateFolder` with all that is in it. */
export async function removePrivateFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  watchdog.forgetFolder(folder);
}
