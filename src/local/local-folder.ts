import { chmod, mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalFolderError } from './local-errors.ts';

/**
 * Makes `.nightshift` in an application's folder and returns its real path. Anyone may pass through it (PostgreSQL may
 * run as another user), nobody else may list it; what it holds is closed by its own permissions.
 */
export async function makeLocalFolder(folder: string): Promise<string> {
  const path = join(folder, '.nightshift');
  try {
    await mkdir(path, { recursive: true });
    // mkdir's mode is cut by the umask.
    await chmod(path, 0o711);
    await writeFile(join(path, '.gitignore'), '*\n');
    return await realpath(path);
  } catch (error) {
    throw new LocalFolderError(path, error);
  }
}
