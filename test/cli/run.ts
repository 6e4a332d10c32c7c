import { PassThrough } from 'node:stream';
import type { CommandTable } from '../../src/cli/command.ts';
import type { ExitStatus } from '../../src/cli/exit-status.ts';
import { runCli } from '../../src/cli/run-cli.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly table?: CommandTable;
  /** What is typed; also makes standard input a terminal. */
  readonly typed?: string;
}

/** Runs a command line in this process and gives what it wrote. */
export async function run(
  words: readonly string[],
  { env = {}, folder = '/', table, typed }: RunOptions = {},
): Promise<{ readonly status: ExitStatus; readonly out: string; readonly said: string }> {
  const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  if (typed !== undefined) stdin.write(typed);
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const status = await runCli(words, { stdin, stdout, stderr, env, folder }, table);
  return { status, out: String(stdout.read() ?? ''), said: String(stderr.read() ?? '') };
}
