import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** One process for certain: its number is given out again after its death, the number with its birth is not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly birth: string;
}

/** Who runs under `pid` now; undefined when nobody does, or only a dead process nobody has collected. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const birth = await findBirth(pid);
  return birth === undefined ? undefined : { pid, birth };
}

/** True while that very process runs, and not merely some process of the same number. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await findBirth(identity.pid)) === identity.birth;
}

async function findBirth(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return findLinuxBirth(pid);
  if (process.platform === 'win32') return isNumberTaken(pid) ? 'unknown' : undefined;
  const started = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(
    () => undefined,
  );
  return started?.stdout.trim();
}

async function findLinuxBirth(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The program's name stands in brackets and may hold spaces and brackets itself, so we count from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()}:${fields[19]}`;
}

function isNumberTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
