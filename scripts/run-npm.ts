import { spawnSync } from 'node:child_process';
import { root } from './root.ts';

/** Runs npm with its output shown, and returns its exit status. */
export function runNpm(...args: readonly string[]): number {
  const npm = process.env['npm_execpath'];
  const [command, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  // Windows starts npm, which is a script there, through its shell only.
  const shell = npm === undefined && process.platform === 'win32';
  return spawnSync(command, [...before, ...args], { cwd: root, stdio: 'inherit', shell }).status ?? 1;
}
