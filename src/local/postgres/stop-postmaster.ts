import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from '../local-errors.ts';
import { isRunning, type ProcessIdentity } from '../process-identity.ts';
import type { Binaries } from './binaries.ts';
import { runProgram } from './run-program.ts';

/** PostgreSQL's fast and immediate shutdown, then the last resort, each with the time it is given. */
const signals = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

/** Stops a server, child of ours or not, and returns when it is gone. Throws when it cannot be stopped. */
export async function stopPostmaster(
  server: ProcessIdentity,
  clusterFolder: string,
  binaries: Binaries,
): Promise<void> {
  if (process.platform === 'win32') {
    // Windows has no signals; pg_ctl knows PostgreSQL's stand-in for them.
    await runProgram(binaries.pgCtl, ['stop', '-D', clusterFolder, '-m', 'fast', '-w']);
    return;
  }
  for (const [signal, timeoutMs] of signals) {
    if (!(await isRunning(server))) return;
    process.kill(server.pid, signal);
    if (await isGone(server, timeoutMs)) return;
  }
  throw new EmbeddedPostgresError(
    `process ${server.pid}, which serves ${clusterFolder}, does not stop. Stop it by hand.`,
  );
}

async function isGone(server: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (!(await isRunning(server))) return true;
    await sleep(20);
  }
  return false;
}
