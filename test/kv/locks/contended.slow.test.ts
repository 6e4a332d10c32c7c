import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { startProgram } from '../../servers/start-program.ts';
import { openKvBundle } from '../open-kv-bundle.ts';

const PROGRAMS = 4;
const ACQUISITIONS = 2_500;
const PLACES = 4;
const ROOMS = 8;

test('no lock is held twice in 10,000 contended acquisitions by 4 processes', async () => {
  const { database, env, end } = await openKvBundle('postgresql');
  await database.query('CREATE TABLE meeting (id int GENERATED ALWAYS AS IDENTITY)');
  await database.query(`CREATE UNLOGGED TABLE rooms (name text PRIMARY KEY,
    token bigint NOT NULL DEFAULT 0, entries int NOT NULL DEFAULT 0) WITH (fillfactor = 50)`);
  await database.query(`INSERT INTO rooms SELECT 'room ' || n FROM generate_series(0, ${ROOMS - 1}) AS n`);
  const file = join(import.meta.dirname, '../programs/contend.ts');
  const args = [PROGRAMS, ACQUISITIONS, PLACES, ROOMS].map(String);
  const programs = Array.from({ length: PROGRAMS }, () => startProgram(file, { args, env }));
  const said = await Promise.all(programs.map((program) => program.line(/^doubled/, 110_000)));
  expect(said).toEqual(Array(PROGRAMS).fill('doubled 0'));
  const entered = await rowsOf<{ entries: number }>(
    database,
    'SELECT sum(entries)::int AS entries FROM rooms',
  );
  expect(entered).toEqual([{ entries: PROGRAMS * ACQUISITIONS }]);
  for (const program of programs) expect(await program.ended).toMatchObject({ status: 0 });
  await end();
});
