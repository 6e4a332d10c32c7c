import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { parentVariable } from '../die-with-parent.ts';

/** A started process, with all that it starts itself. */
export interface ProcessGroup {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  readonly outputs: readonly Readable[];
  /** How it ended, in words: `exit status 1`, `SIGKILL`, or why it could not be started. */
  readonly ended: Promise<string>;
  signal(signal: NodeJS.Signals): void;
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C on the terminal reaches us alone and we decide what
 * reaches it. It is told to end when we die.
 */
export function spawnInGroup(
  [program, ...args]: readonly [string, ...string[]],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): ProcessGroup {
  const child = spawn(program, args, {
    cwd,
    env: { ...env, [parentVariable]: String(process.pid) },
    // The channel closes with us, which is how a child learns of our death.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  });
  return {
    pid: child.pid,
    outputs: [child.stdout, child.stderr].filter((stream) => stream !== null),
    ended: waitForEnd(child),
    signal: (signal) => signalGroup(child, signal),
  };
}

async function waitForEnd(child: ChildProcess): Promise<string> {
  try {
    const [code, signal]: unknown[] = await once(child, 'exit');
    return typeof signal === 'string' ? signal : `exit status ${String(code)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    // What it started and left behind.
    signalGroup(child, 'SIGKILL');
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: nobody is left in it. EPERM: on macOS, the same of a group whose last process is not yet collected.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
