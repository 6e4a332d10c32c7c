import { spawn } from 'node:child_process';
import type { RunAs } from './run-as.ts';
import { surroundings } from './run-program.ts';

/**
 * Has a server stopped when this process dies, `kill -9` included: a shell beside it waits for the end of a pipe that
 * only we hold open. Windows has no such shell; there the next start stops the server.
 */
export function stopWithParent(
  pid: number,
  options: { readonly runAs: RunAs; readonly ended: Promise<unknown> },
): void {
  if (process.platform === 'win32') return;
  const script = 'read -r _; kill -INT "$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(pid)], {
    ...options.runAs,
    ...surroundings(),
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  // Killed rather than let go: by then the number may be another program's.
  void options.ended.then(() => guard.kill('SIGKILL'));
}
