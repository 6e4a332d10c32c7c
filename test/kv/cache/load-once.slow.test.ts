import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startProgram } from '../../servers/start-program.ts';
import { openKvBundle, STORES } from '../open-kv-bundle.ts';

const PROGRAMS = 4;
const WRAPS = 250;

test.each(STORES)('1,000 concurrent wraps in 4 processes load once, on %s', async (kind) => {
  const bundle = await openKvBundle(kind);
  await bundle.database.query('CREATE TABLE loads (id int GENERATED ALWAYS AS IDENTITY)');
  await bundle.database.query('CREATE TABLE meeting (id int GENERATED ALWAYS AS IDENTITY)');
  const file = join(import.meta.dirname, '../programs/wrap-much.ts');
  const args = [PROGRAMS, WRAPS].map(String);
  const programs = Array.from({ length: PROGRAMS }, () => startProgram(file, { args, env: bundle.env }));
  const said = await Promise.all(programs.map((program) => program.line(/^loaded/, 60_000)));
  expect(new Set(said)).toEqual(new Set(['loaded ["load 1"]']));
  expect((await bundle.database.query('SELECT FROM loads')).rows).toHaveLength(1);
  for (const program of programs) expect(await program.ended).toMatchObject({ status: 0 });
  await bundle.end();
});
