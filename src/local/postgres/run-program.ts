import { spawn } from 'node:child_process';
import type { RunAs } from './run-as.ts';

/** How a program ended: 0 is well, -1 that it could not be started; output holds what it said on both streams. */
export interface ProgramResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end without a shell and never rejects. */
export function runProgram(file: string, args: readonly string[], runAs?: RunAs): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...runAs,
      ...surroundings(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Out of the reach of Ctrl-C: these programs are done in a moment, and half done is worse than done.
      detached: process.platform !== 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

/**
 * Where PostgreSQL's programs run: in `/`, because they refuse to start in a folder that their user cannot enter; with
 * untranslated messages; and without our environment, which holds secrets and could hold PG… variables.
 */
export function surroundings(): { cwd: string; env: NodeJS.ProcessEnv } {
  const { PATH, SystemRoot, TEMP, TZ } = process.env;
  const kept = Object.entries({ PATH, SystemRoot, TEMP, TZ }).filter(([, value]) => value !== undefined);
  return {
    cwd: process.platform === 'win32' ? process.cwd() : '/',
    env: { ...Object.fromEntries(kept), LC_ALL: 'C' },
  };
}
