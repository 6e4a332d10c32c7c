import { access, chmod, constants, mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFolderError } from './local-errors.ts';

/**
 * Makes the data folder (`.nightshift`) and returns its real path. Anyone may pass through it, since PostgreSQL may have
 * to run as another user; what it holds is closed by its own permissions. Throws DataFolderError when it cannot be used.
 */
export async function makeDataFolder(folder: string): Promise<string> {
  try {
    const made = await mkdir(folder, { recursive: true });
    if (made !== undefined) await furnish(folder);
    else if (process.getuid?.() === 0) await chmod(folder, (await stat(folder)).mode | 0o011);
    await access(folder, constants.W_OK | constants.X_OK);
    return await realpath(folder);
  } catch (error) {
    throw new DataFolderError(folder, error);
  }
}

async function furnish(folder: string): Promise<void> {
  // Set apart from mkdir, whose mode the umask cuts.
  await chmod(folder, 0o711);
  await writeFile(join(folder, '.gitignore'), '*\n');
}
