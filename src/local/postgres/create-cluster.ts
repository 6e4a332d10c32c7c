import { randomBytes } from 'node:crypto';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { EmbeddedPostgresError } from '../local-errors.ts';
import type { Binaries } from './binaries.ts';
import { writeClusterNotes } from './cluster-notes.ts';
import type { RunAs } from './run-as.ts';
import { runProgram } from './run-program.ts';

/** Makes a new database cluster in `clusterFolder`, whole or not at all, with a password of its own. */
export async function createCluster(binaries: Binaries, clusterFolder: string, runAs: RunAs): Promise<void> {
  const draft = `${clusterFolder}.new`;
  const passwordFile = `${draft}.password`;
  const password = randomBytes(24).toString('base64url');
  // Left by a start that was killed here.
  for (const path of [draft, passwordFile]) await rm(path, { recursive: true, force: true });
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
    if (runAs) for (const path of [draft, passwordFile]) await chown(path, runAs.uid, runAs.gid);
    const { code, output } = await runProgram(binaries.initdb, initArguments(draft, passwordFile), runAs);
    if (code !== 0) throw new EmbeddedPostgresError(`initdb failed in ${clusterFolder}:\n${output.trim()}\n`);
    await writeClusterNotes(draft, { password }, runAs);
    await rename(draft, clusterFolder);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

function initArguments(folder: string, passwordFile: string): readonly string[] {
  return [
    `--pgdata=${folder}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    // PostgreSQL's own collation: the same order on every machine, whatever locales it has.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
}
