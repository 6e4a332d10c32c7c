import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A TypeScript program of a checkout, running in a process of its own. */
export interface Program {
  readonly pid: number;
  /** The first line it prints, parsed as JSON; empty when it ends without one. */
  readonly firstLine: Promise<Readonly<Record<string, unknown>>>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Runs a program (its path in the checkout, then its arguments) with Node and jiti; `as` needs root. */
export async function runTypescript(
  checkout: string,
  [program = '', ...args]: readonly string[],
  options: { as?: { uid: number; gid: number }; env?: NodeJS.ProcessEnv } = {},
): Promise<Program> {
  const jiti = join(checkout, 'node_modules/jiti/lib/jiti-cli.mjs');
  const child = spawn(process.execPath, [jiti, join(checkout, program), ...args], {
    ...options.as,
    cwd: options.as ? '/' : checkout,
    env: { ...process.env, JITI_FS_CACHE: 'false', ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const firstLine = Promise.race([once(lines, 'line'), once(lines, 'close').then(() => ['{}'])]);
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    firstLine: firstLine.then(([line]) => JSON.parse(line)),
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
