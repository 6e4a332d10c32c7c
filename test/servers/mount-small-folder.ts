import { execFileSync } from 'node:child_process';
import { makePrivateFolder, removePrivateFolder } from './private-folder.ts';
import { watchdog } from './watchdog.ts';

/** A folder on a disk of its own, for a server that is to run out of space. */
export interface SmallFolder {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** Mounts a disk of so many bytes, kept in memory. Needs root on Linux. */
export async function mountSmallFolder(sizeBytes: number): Promise<SmallFolder> {
  const folder = await makePrivateFolder('small');
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', folder]);
  watchdog.watchMount(folder);
  return {
    folder,
    remove: async () => {
      execFileSync('umount', ['--lazy', folder]);
      watchdog.forgetMount(folder);
      await removePrivateFolder(folder);
    },
  };
}
