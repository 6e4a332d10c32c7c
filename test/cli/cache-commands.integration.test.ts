import { beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { openKv } from '../../src/kv/open-kv.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { type MailRoom, openMailRoom } from './open-mail-room.ts';

let room: MailRoom;
beforeAll(async () => {
  room = await openMailRoom();
  const { kv: config } = loadConfig({ DATABASE_URL: room.url }, { envFile: false });
  const kv = openKv({ config, database: room.database, log: silentLog });
  await kv.cache.set('task:1', { title: 'one' }, { tags: ['user:42'] });
  await kv.cache.set('task:2', { title: 'two' });
  await kv.cache.set('search:x', []);
  return async () => {
    await kv.close();
    await room.close();
  };
});

const cache = (...words: readonly string[]) => room.nightshift('cache', ...words);

test('shows what is kept, deletes by pattern after asking, and drops by tag', async () => {
  expect((await cache('show', 'task:*')).out).toMatch(/^KEY +FOR +BYTES\ntask:[12] .*\ntask:[12] /);
  expect((await cache('clear', 'task:*', '--dry-run')).out.trim().split('\n').toSorted()).toEqual([
    'task:1',
    'task:2',
  ]);
  expect(await cache('clear', 'search:*')).toMatchObject({ status: 2 });
  expect((await cache('clear', 'search:*', '--yes')).out).toBe('Deleted: 1\n');
  expect((await cache('invalidate', 'user:42')).out).toBe('Invalidated: user:42\n');
  expect((await cache('show', 'search:*')).said).toContain('No such key is kept.');
});

test('says where the cache lives, and how it is used', async () => {
  const { out, said } = await cache('stats');
  expect(said).toMatch(/On postgresql, which answers in [\d.]+ ms/);
  expect(out + said).toMatch(/KIND|Nothing was asked for yet/);
  expect(JSON.parse((await cache('stats', '--json')).out)).toMatchObject({ health: { store: 'postgresql' } });
});

test('does not say that something was cleared while the store is away', async () => {
  const away = { KV_REDIS_URL: 'redis://127.0.0.1:1' };
  for (const words of [
    ['clear', '*', '--yes'],
    ['invalidate', 'user:42'],
  ]) {
    const { status, out, said } = await room.nightshiftWith(away, 'cache', ...words);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(said).toContain('Nothing was done. The Redis of the cache did not answer');
  }
});
