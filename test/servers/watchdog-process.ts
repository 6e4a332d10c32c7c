import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { signalTree } from './process-tree.ts';

const processes = new Set<number>();
const mounts = new Set<string>();
const folders = new Set<string>();

const orders: Readonly<Record<string, (subject: string) => void>> = {
  'watch-process': (pid) => processes.add(Number(pid)),
  'forget-process': (pid) => processes.delete(Number(pid)),
  'watch-mount': (folder) => mounts.add(folder),
  'forget-mount': (folder) => mounts.delete(folder),
  'watch-folder': (folder) => folders.add(folder),
  'forget-folder': (folder) => folders.delete(folder),
};

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const space = line.indexOf(' ');
    orders[line.slice(0, space)]?.(line.slice(space + 1));
  })
  .on('close', () => {
    for (const pid of processes) signalTree(pid, 'SIGKILL');
    for (const folder of mounts) spawnSync('umount', ['--lazy', folder], { stdio: 'ignore' });
    for (const folder of folders) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  });
