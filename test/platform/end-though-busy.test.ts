import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startProgram } from '../servers/start-program.ts';

test('a process ends well although a handler that ignored its signal still runs', async () => {
  const program = startProgram(join(import.meta.dirname, 'programs/stay-busy.ts'));
  expect(await program.ended).toEqual({ status: 0, signal: null });
}, 30_000);
