import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { jiti } from '../servers/jiti.ts';
import type { Bundle } from './bundle.ts';

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const FIXTURE = fileURLToPath(new URL('./worker-process.fixture.ts', import.meta.url));

/** A worker in a process of its own on the bundle's queue, which appends a line to `file` for each job it runs. */
export async function startWorkerProcess(
  { env, queue }: Bundle,
  {
    file,
    graceMs = 5_000,
    busyMs = 1,
  }: { readonly file: string; readonly graceMs?: number; readonly busyMs?: number },
): Promise<WorkerProcess> {
  const told = JSON.stringify({ queueName: queue.name, broker: queue.broker, file, graceMs, busyMs });
  const child = spawn(process.execPath, [jiti, FIXTURE], {
    env: { PATH: process.env['PATH'], ...env, WORKER_PROCESS: told },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  onTestFinished(() => void child.kill('SIGKILL'));
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then((how) => Promise.reject(new Error(`the worker ended with ${how}`))),
  ]);
  return { child, ended };
}
