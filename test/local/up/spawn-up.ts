import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { jiti } from '../../servers/jiti.ts';
import { signalTree } from '../../servers/process-tree.ts';
import { until } from '../../until.ts';

/** `nightshift up` in a process of its own. */
export interface SpawnedUp {
  readonly pid: number;
  /** All it has written so far, on both streams. */
  text(): string;
  says(text: string): Promise<unknown>;
  /** Sends a signal and gives the exit status. */
  end(signal: NodeJS.Signals): Promise<unknown>;
  readonly ended: Promise<unknown>;
}

const main = join(import.meta.dirname, '../../../src/cli/main.ts');

/** Starts it in a folder, with no servers configured. */
export async function spawnUp(folder: string, ...args: readonly string[]): Promise<SpawnedUp> {
  const { DATABASE_URL: _, REDIS_URL: __, AMQP_URL: ___, ...env } = process.env;
  const child = spawn(process.execPath, [jiti, main, 'up', ...args], { cwd: folder, env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  const pid = child.pid ?? 0;
  onTestFinished(async () => {
    signalTree(pid, 'SIGKILL');
    await ended;
  });
  return {
    pid,
    text: () => text,
    says: (expected) =>
      until(() => text.includes(expected), { timeoutMs: 100_000, what: expected }).catch(async (cause) => {
        const server = await readFile(join(folder, '.nightshift/postgres.log'), 'utf8').catch(String);
        throw new Error(`it said only: ${text}\nand PostgreSQL: ${server.slice(-3_000)}`, { cause });
      }),
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}
