import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveKeysAnEnd } from '../../src/kv/give-keys-an-end.ts';
import { type KvBundle, openKvBundle } from './open-kv-bundle.ts';

let bundle: KvBundle;
beforeAll(async () => {
  bundle = await openKvBundle('redis');
});
afterAll(() => bundle.end());

test('gives an end to what has none, and leaves the rest and what is not ours alone', async () => {
  const { store, cache, redis } = bundle.open();
  if (store.kind !== 'redis' || redis === undefined) throw new Error('expected Redis');
  const name = (rest: string): string => `${store.prefix}:${rest}`;
  await cache.set('task:1', 'kept', 500_000);
  for (const rest of ['cache:{forgotten}', 'ranking:{viewed}:2030-03-29', 'own', 'cached-by-us'])
    await redis.set(name(rest), 'x');

  const found = await giveKeysAnEnd(store.ask, store.prefix, { endsInMs: 60_000 });
  expect(found).toEqual({ looked: 3, givenAnEnd: 2 });
  for (const rest of ['cache:{forgotten}', 'ranking:{viewed}:2030-03-29']) {
    const leftMs = await redis.pttl(name(rest));
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(60_000);
  }
  for (const rest of ['own', 'cached-by-us']) expect(await redis.pttl(name(rest))).toBe(-1);
  expect(await redis.pttl(name('cache:{task:1}'))).toBeGreaterThan(60_000);
  expect(await cache.get('task:1')).toBe('kept');
  expect(await giveKeysAnEnd(store.ask, store.prefix, { endsInMs: 1_000 })).toMatchObject({ givenAnEnd: 0 });
});
