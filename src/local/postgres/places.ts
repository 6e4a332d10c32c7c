import { createHash } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from '../local-errors.ts';
import type { RunAs } from './run-as.ts';
import { runProgram } from './run-program.ts';

/** Where the cluster of this data folder is, or undefined when there is none yet. */
export async function findClusterFolder(dataFolder: string): Promise<string | undefined> {
  const places = [insidePlace(dataFolder), ...outsideBases().map((base) => outsidePlace(base, dataFolder))];
  for (const place of places) {
    // Clusters appear whole under this name, so the folder alone says it; its content may be closed to us.
    if (await stat(place).catch(() => undefined)) return place;
  }
  return undefined;
}

/** Where a new cluster belongs: inside the data folder, unless the user that PostgreSQL runs as cannot get there. */
export async function chooseClusterFolder(dataFolder: string, runAs: RunAs): Promise<string> {
  if (await canEnter(dataFolder, runAs)) return insidePlace(dataFolder);
  return outsidePlace(await makeOutsideFolder(runAs), dataFolder);
}

/** Makes the folder that stands in for the data folder where the user PostgreSQL runs as cannot enter. Only for root. */
export async function makeOutsideFolder(runAs: RunAs): Promise<string> {
  for (const base of outsideBases()) if (await isUsable(base, runAs)) return base;
  throw new EmbeddedPostgresError(
    `the user it runs as can enter neither this folder nor any of ${outsideBases().join(', ')}. Run as an ordinary user.`,
  );
}

function insidePlace(dataFolder: string): string {
  return join(dataFolder, 'postgres');
}

function outsidePlace(base: string, dataFolder: string): string {
  return join(base, createHash('sha256').update(dataFolder).digest('hex').slice(0, 16));
}

/** Kept over restarts first; the temporary folder is the last resort. */
function outsideBases(): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  return ['/var/lib', '/var/tmp', tmpdir()].map((base) => join(base, 'nightshift'));
}

async function isUsable(base: string, runAs: RunAs): Promise<boolean> {
  const made = await mkdir(base, { recursive: true }).catch(() => null);
  if (made === null) return false;
  // In a folder open to all, somebody else may have made it first.
  const { uid } = await stat(base);
  if (uid !== 0) return false;
  await chmod(base, 0o711);
  return canEnter(base, runAs);
}

/** Asked by trying as that user: permissions, ACLs and mount options all have a say. */
async function canEnter(folder: string, runAs: RunAs): Promise<boolean> {
  if (runAs === undefined) return true;
  const { code } = await runProgram('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], runAs);
  return code === 0;
}
