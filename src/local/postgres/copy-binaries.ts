import { randomBytes } from 'node:crypto';
import { chmod, cp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

/**
 * Copies the programs of an installed package into `base`, readable for every user, once per version; returns the
 * copy's folder. Only what a running server needs is taken.
 */
export async function copyBinaries(packageFolder: string, base: string): Promise<string> {
  const copy = join(base, `postgresql-${await readVersion(packageFolder)}`);
  if (await stat(copy).catch(() => undefined)) return copy;
  const draft = `${copy}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await cp(join(packageFolder, 'native'), join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => extname(source) !== '.a',
    });
    await openToAll(draft);
    // Renamed when whole, so that a copy cut short is never taken for one; the loser of a race uses the winner's.
    await rename(draft, copy).catch((error: unknown) => ignoreIfThere(copy, error));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return copy;
}

async function readVersion(packageFolder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isNamed ? String(manifest.version) : 'unknown';
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, 0o755);
  }
}

async function ignoreIfThere(copy: string, error: unknown): Promise<void> {
  if (!(await stat(copy).catch(() => undefined))) throw error;
}
