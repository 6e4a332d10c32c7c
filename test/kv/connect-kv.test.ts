import { expect, test } from 'vitest';
import * as entry from '../../src/kv/index.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

test('an application needs a database, and nothing else', async () => {
  const fresh = await migratedDatabase();
  const kv = await entry.connectKv({ env: { DATABASE_URL: fresh.url } });
  const { token } = await kv.sessions.create({ userId: 7 });
  expect(await kv.sessions.get(token)).toMatchObject({ userId: '7' });
  await kv.close();
  await expect(kv.sessions.get(token)).rejects.toThrow('after calling end on the pool');
  await fresh.drop();
});

test('says what is missing when there is no database', async () => {
  const env = { NIGHTSHIFT_DATA_DIR: '/nowhere' };
  await expect(entry.connectKv({ env })).rejects.toMatchObject({ code: 'NO_DATABASE' });
});
