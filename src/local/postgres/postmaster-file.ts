import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from '../../telemetry/log.ts';
import { identifyProcess } from '../process-identity.ts';
import type { Binaries } from './binaries.ts';
import { stopPostmaster } from './stop-postmaster.ts';

/** What PostgreSQL's `postmaster.pid` says: whose it is, and whether that server takes connections by now. */
export interface PostmasterFile {
  readonly pid: number;
  readonly isReady: boolean;
}

/** Reads `postmaster.pid` (its lines: src/include/utils/pidfile.h of PostgreSQL); undefined when there is none. */
export async function readPostmasterFile(clusterFolder: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(pathIn(clusterFolder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Clears the way for a new server: one that outlived its owner is stopped, and a file whose number now belongs to some
 * other program is removed, since PostgreSQL would take that program for a server and refuse to start.
 */
export async function clearOldPostmaster(clusterFolder: string, binaries: Binaries, log: Log): Promise<void> {
  const file = await readPostmasterFile(clusterFolder);
  const old = file && (await identifyProcess(file.pid));
  if (!old) return;
  if (await isPostmasterOf(old.pid, clusterFolder)) {
    log.warn(`stopping PostgreSQL process ${old.pid}, left running by a process that was killed`);
    await stopPostmaster(old, clusterFolder, binaries);
  } else {
    await rm(pathIn(clusterFolder), { force: true });
  }
}

function pathIn(clusterFolder: string): string {
  return join(clusterFolder, 'postmaster.pid');
}

async function isPostmasterOf(pid: number, clusterFolder: string): Promise<boolean> {
  const words = await readCommand(pid);
  // On Windows we cannot tell; PostgreSQL's own check decides there.
  if (words === undefined) return process.platform === 'win32';
  return basename(words[0] ?? '').startsWith('postgres') && words.join(' ').includes(clusterFolder);
}

async function readCommand(pid: number): Promise<readonly string[] | undefined> {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
    return command?.split('\0');
  }
  const listed = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(
    () => undefined,
  );
  return listed?.stdout.trim().split(' ');
}
