import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KvBundle, openKvBundle, STORES } from './open-kv-bundle.ts';

describe.each(STORES)('kv on %s', (kind) => {
  let bundle: KvBundle;
  beforeAll(async () => {
    bundle = await openKvBundle(kind);
  });
  afterAll(() => bundle.end());

  test('says how its store stands', async () => {
    const health = await bundle.open().health();
    expect(health).toMatchObject({ store: kind, isAnswering: true });
    expect(health.memory === undefined).toBe(kind === 'postgresql');
  });

  test('gives the bare client of Redis only where there is one', () => {
    expect(bundle.open().redis === undefined).toBe(kind === 'postgresql');
  });

  test('shares sessions, limits and activity between processes', async () => {
    const [one, other] = [bundle.open(), bundle.open()];
    const { token } = await one.sessions.create({ userId: 7 });
    expect(await other.sessions.get(token)).toMatchObject({ userId: '7' });
    const limit = { name: 'calls', max: 1, windowMs: 60_000 };
    expect(await one.limits.take(limit, 'ada')).toMatchObject({ allowed: true, isApproximate: false });
    expect(await other.limits.take(limit, 'ada')).toMatchObject({ allowed: false });
    await one.activity.record(7, { action: 'looked' });
    expect(await other.activity.recent(7)).toMatchObject([{ action: 'looked' }]);
  });
});

test('answers at once when its Redis was never there', async () => {
  const bundle = await openKvBundle('redis', 'redis://127.0.0.1:1');
  const kv = bundle.open();
  expect(await kv.health()).toMatchObject({ store: 'redis', isAnswering: false });
  const startMs = performance.now();
  const decision = await kv.limits.take({ name: 'calls', max: 1, windowMs: 60_000 }, 'ada');
  expect(decision).toMatchObject({ allowed: true, isApproximate: true });
  expect(performance.now() - startMs).toBeLessThan(2_000);
  await bundle.end();
});
