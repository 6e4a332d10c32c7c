import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isRunning } from './process-tree.ts';
import { startProgram } from './start-program.ts';

const talk = join(import.meta.dirname, 'programs/talk.ts');

test('gives a program its arguments and environment, and hears both of its streams', async () => {
  const program = startProgram(talk, { args: ['there'], env: { WORD: 'hello' } });
  expect(await program.line(/^says/)).toBe('says hello there');
  program.signal('SIGTERM');
  expect(await program.ended).toEqual({ status: 7, signal: null });
});

test('kills a frozen program with its children', async () => {
  const program = startProgram(talk);
  const child = Number((await program.line(/^child/)).split(' ')[1]);
  program.freeze();
  expect(await program.kill()).toEqual({ status: null, signal: 'SIGKILL' });
  expect(isRunning(child)).toBe(false);
  expect(await program.kill()).toEqual({ status: null, signal: 'SIGKILL' });
});

test('does not wait for a line from a program that has ended', async () => {
  const program = startProgram(join(import.meta.dirname, 'programs/missing.ts'));
  await expect(program.line(/ready/, 5_000)).rejects.toThrow('programs/missing.ts');
});
