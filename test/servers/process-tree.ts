import { execFileSync } from 'node:child_process';

/** Sends the signal to the process and to all that descend from it; those that have ended are passed over. */
export function signalTree(pid: number, signal: NodeJS.Signals): void {
  for (const member of listTree(pid)) signalOne(member, signal);
}

/** The ids of the process and of all that descend from it, parents first; none when it has ended. */
export function listTree(root: number): readonly number[] {
  const processes = listProcesses();
  const tree = processes.filter(({ pid }) => pid === root).map(({ pid }) => pid);
  for (const member of tree) {
    tree.push(...processes.filter(({ parent }) => parent === member).map(({ pid }) => pid));
  }
  return tree;
}

/** Whether a process of this id runs; one that has ended and that nobody has waited for does not. */
export function isRunning(pid: number): boolean {
  return listProcesses().some((process) => process.pid === pid);
}

function listProcesses(): readonly { pid: number; parent: number }[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , status]) => !status?.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
