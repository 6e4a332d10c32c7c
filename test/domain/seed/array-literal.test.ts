import { expect, inject, test } from 'vitest';
import { arrayLiteral } from '../../../src/domain/seed/array-literal.ts';
import { openDatabase } from '../../../src/db/open-database.ts';

test('is read by PostgreSQL as the list that was given', async () => {
  const texts = ['plain', '', 'NULL', 'a,b', '{}', 'say "no"', 'back\\slash', 'two\nlines', 'é', null];
  const database = openDatabase({ url: inject('databaseUrl') });
  const { rows } = await database.query(
    'SELECT $1::text[] AS texts, $2::int[] AS numbers, $3::text[] AS lists, (($3::text[])[1])::text[] AS list',
    [arrayLiteral(texts), arrayLiteral([1, null, -3]), arrayLiteral([['a', 'b "c"'], []])],
  );
  await database.close();
  expect(rows).toEqual([
    { texts, numbers: [1, null, -3], lists: ['{"a","b \\"c\\""}', '{}'], list: ['a', 'b "c"'] },
  ]);
});
