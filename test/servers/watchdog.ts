import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { jiti } from './jiti.ts';

let child: ChildProcess | undefined;

/**
 * A small process that outlives this one for a moment: when the pipe between the two closes, because this
 * process ended or was killed, it kills the processes, unmounts the disks and removes the folders that it was told of.
 */
export const watchdog = {
  watchProcess: (pid: number) => tell('watch-process', String(pid)),
  forgetProcess: (pid: number) => tell('forget-process', String(pid)),
  watchFolder: (folder: string) => tell('watch-folder', folder),
  forgetFolder: (folder: string) => tell('forget-folder', folder),
  watchMount: (folder: string) => tell('watch-mount', folder),
  forgetMount: (folder: string) => tell('forget-mount', folder),
};

function tell(order: string, subject: string): void {
  child ??= startWatchdog();
  child.stdin?.write(`${order} ${subject}\n`);
}

function startWatchdog(): ChildProcess {
  const script = fileURLToPath(new URL('./watchdog-process.ts', import.meta.url));
  // Detached, so that Ctrl-C and a kill of the process group pass it by.
  const started = spawn(process.execPath, [jiti, script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  started.unref();
  // A pipe is a socket underneath, and an idle one must not keep this process alive.
  (started.stdin as unknown as { unref(): void }).unref();
  return started;
}
