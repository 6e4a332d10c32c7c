import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { type FreshDatabase, freshDatabase } from '../servers/fresh-database.ts';
import { until } from '../until.ts';

let fresh: FreshDatabase;
let database: Database;

beforeEach(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
  return async () => {
    await database.close();
    await fresh.drop();
  };
});

test('hears each channel it asked for, and none after it stopped', async () => {
  const one = listenOn('one');
  const two = listenOn('two');
  await until(() => one.gaps === 1 && two.gaps === 1, { what: 'both to listen' });
  await database.query(`SELECT pg_notify('one', 'first'), pg_notify('two', 'second')`);
  await until(() => one.heard.length === 1 && two.heard.length === 1, { what: 'both messages' });
  expect([one.heard, two.heard]).toEqual([['first'], ['second']]);

  one.stop();
  await database.query(`SELECT pg_notify('one', 'third'), pg_notify('two', 'fourth')`);
  await until(() => two.heard.length === 2, { what: 'the second message' });
  expect(one.heard).toEqual(['first']);
});

test('adds a channel to a connection that already listens', async () => {
  const one = listenOn('one');
  await until(() => one.gaps === 1, { what: 'the first to listen' });
  const late = listenOn('late');
  await until(() => late.gaps === 1, { what: 'the second to listen' });
  await database.query(`SELECT pg_notify('late', '')`);
  await until(() => late.heard.length === 1, { what: 'the message' });
  expect(one.gaps).toBe(1);
});

test('listens again after its connection died, and tells of the gap', async () => {
  const one = listenOn('one');
  await until(() => one.gaps === 1, { what: 'it to listen' });
  await database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name LIKE '% listener' AND datname = current_database()`,
  );
  await until(() => one.gaps === 2, { what: 'it to listen again' });
  await database.query(`SELECT pg_notify('one', 'after')`);
  await until(() => one.heard.length > 0, { what: 'the message' });
  expect(one.heard).toEqual(['after']);
});

test('closes while it is still connecting', async () => {
  const away = openDatabase({ url: 'postgres://postgres@127.0.0.1:1/postgres' });
  away.listen('one', { onMessage: () => {} });
  await expect(away.close()).resolves.toBeUndefined();
});

function listenOn(channel: string) {
  const seen = { heard: [] as string[], gaps: 0, stop: () => {} };
  seen.stop = database.listen(channel, {
    onMessage: (payload) => seen.heard.push(payload),
    onGap: () => {
      seen.gaps += 1;
    },
  });
  return seen;
}
