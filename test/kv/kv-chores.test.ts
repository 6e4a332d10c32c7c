import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/open-database.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import { kvChores } from '../../src/kv/kv-chores.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

test('the relay sweeps what is over every hour', async () => {
  const fresh = await migratedDatabase();
  const database = openDatabase({ url: fresh.url });
  const old = `now() - interval '40 days'`;
  await database.query(
    `INSERT INTO nightshift.sessions (id, user_id, name, role, data, ttl_ms, expires_at) VALUES ('a', '1', '', '', '{}', 1, ${old})`,
  );
  await database.query(`INSERT INTO nightshift.fixed_windows VALUES ('a', 1, 1)`);
  await database.query(`INSERT INTO nightshift.user_actions (user_id, action, at) VALUES ('1', 'x', ${old})`);
  await database.query(`INSERT INTO nightshift.rankings VALUES ('viewed', current_date - 40, 'a', 1)`);
  await database.query(
    `INSERT INTO nightshift.cache_entries (key, expires_at) VALUES ('old', ${old}), ('new', now() + interval '1 h')`,
  );
  await database.query(`INSERT INTO nightshift.locks VALUES ('old lock', -1, ${old}), ('held', 2, now())`);
  await database.query(`INSERT INTO nightshift.cache_tags VALUES ('old', '1', ${old})`);

  const chores = kvChores(database);
  expect(new Set(chores.map(({ everyMs }) => everyMs))).toEqual(new Set([3_600_000]));
  for (const { run } of chores) await run();
  const left = await rowsOf(
    database,
    `SELECT id FROM nightshift.sessions UNION ALL SELECT key FROM nightshift.fixed_windows
     UNION ALL SELECT action FROM nightshift.user_actions UNION ALL SELECT member FROM nightshift.rankings
     UNION ALL SELECT key FROM nightshift.cache_entries UNION ALL SELECT tag FROM nightshift.cache_tags
     UNION ALL SELECT name FROM nightshift.locks`,
  );
  expect(left).toEqual([{ id: 'new' }, { id: 'held' }]);
  await database.close();
  await fresh.drop();
});
