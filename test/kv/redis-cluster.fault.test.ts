import { expect, test } from 'vitest';
import { startRedis } from '../servers/start-redis.ts';
import { until } from '../until.ts';
import { openKvBundle } from './open-kv-bundle.ts';

test('sessions, limits and activity run on a Cluster', async () => {
  const server = await startRedis({
    args: ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'],
  });
  await server.command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  await until(async () => String(await server.command('CLUSTER', 'INFO')).includes('cluster_state:ok'), {
    what: 'the Cluster to serve',
  });
  const bundle = await openKvBundle('redis', server.url.replace('redis:', 'redis+cluster:'));
  const kv = bundle.open();

  const [one, two] = [await kv.sessions.create({ userId: 7 }), await kv.sessions.create({ userId: 7 })];
  expect(await kv.sessions.get(one.token)).toEqual(one.session);
  expect(await kv.sessions.deleteAll(7)).toBe(2);
  expect(await kv.sessions.get(two.token)).toBeUndefined();

  for (const kind of ['fixed-window', 'sliding-window', 'token-bucket'] as const) {
    const limit = { name: 'api', max: 1, windowMs: 60_000, kind };
    expect(await kv.limits.take(limit, 'ada')).toMatchObject({ allowed: true, isApproximate: false });
    expect(await kv.limits.take(limit, 'ada')).toMatchObject({ allowed: false, isApproximate: false });
    await kv.limits.reset(limit, 'ada');
    expect(await kv.limits.take(limit, 'ada')).toMatchObject({ allowed: true });
  }

  await kv.activity.record(7, { action: 'looked' });
  await kv.activity.countTitle(7, 'Shop');
  await kv.activity.rank([
    { ranking: 'viewed', member: 'a' },
    { ranking: 'bought', member: 'b' },
  ]);
  expect(await kv.activity.recent(7)).toHaveLength(1);
  expect(await kv.activity.suggestTitles(7)).toEqual(['Shop']);
  expect(await kv.activity.top('viewed')).toEqual([{ member: 'a', score: 1 }]);
  await kv.activity.forget(7);
  expect(await kv.activity.recent(7)).toEqual([]);

  expect(Number(await server.command('DBSIZE'))).toBeGreaterThan(5);
  await bundle.end();
  await server.close();
});
