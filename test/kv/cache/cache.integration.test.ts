import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cache } from '../../../src/kv/cache/cache.ts';
import { until } from '../../until.ts';
import { ALL_STORES, type KvBundle, openKvBundle } from '../open-kv-bundle.ts';

describe.each(ALL_STORES)('cache on %s', (kind) => {
  let bundle: KvBundle;
  /** Two processes. */
  let here: Cache;
  let there: Cache;
  beforeAll(async () => {
    bundle = await openKvBundle(kind);
    const kvs = [bundle.open(), bundle.open()] as const;
    [here, there] = [kvs[0].cache, kvs[1].cache];
    await until(() => kvs.every(({ signals }) => signals.isHearing), { timeoutMs: 30_000, what: 'signals' });
  });
  afterAll(() => bundle.end());

  /** Waits until the other process has dropped what it had at hand. */
  const untilForgotten = (key: string): Promise<unknown> =>
    until(() => there.peek(key) === undefined, { timeoutMs: 30_000, what: `${key} to be forgotten` });

  test('keeps values with their dates for all processes', async () => {
    const value = { id: 7, at: new Date(0), inner: [{ at: new Date(1) }], none: null, text: 'Zoë\n' };
    await here.set('task:7', value);
    expect(await there.get('task:7')).toEqual(value);
    expect(await here.exists('task:7')).toBe(true);
    expect(await here.get('task:8')).toBeUndefined();
    expect(await here.exists('task:8')).toBe(false);
  });

  test('gives frozen copies, so that nobody changes what others read', async () => {
    const value = { list: [1] };
    await here.set('frozen', value);
    value.list.push(2);
    expect(await here.get('frozen')).toEqual({ list: [1] });
    expect(await there.get('frozen').then(Object.isFrozen)).toBe(true);
  });

  test('forgets a value when its time is over', async () => {
    await here.set('brief', 1, { ttlMs: 60, staleMs: 0 });
    expect(await there.get('brief')).toBe(1);
    await until(async () => (await there.get('brief')) === undefined, { timeoutMs: 30_000, what: 'the end' });
    expect(await here.exists('brief')).toBe(false);
  });

  test('deletes everywhere', async () => {
    await here.setMany([
      ['gone:1', 1],
      ['gone:2', 2],
    ]);
    expect(await there.getMany(['gone:1', 'gone:2', 'gone:3'])).toEqual([1, 2, undefined]);
    expect(await here.delete('gone:1', 'gone:2', 'gone:3')).toBe(2);
    await untilForgotten('gone:1');
    expect(await there.getMany(['gone:1', 'gone:2'])).toEqual([undefined, undefined]);
  });

  test('deletes by pattern, and nothing else', async () => {
    await here.setMany(['many:1', 'many:2', 'many:x[1]%_', 'other:1'].map((key) => [key, key] as const));
    expect(await there.get('many:1')).toBe('many:1');
    expect(await here.deletePattern('many:x[1]%_')).toBe(1);
    expect(await here.deletePattern('many:?')).toBe(2);
    await untilForgotten('many:1');
    expect(await there.get('many:1')).toBeUndefined();
    expect(await here.get('other:1')).toBe('other:1');
  });

  test('invalidates by tag everywhere', async () => {
    await here.set('list:a', 1, { tags: ['user:1', 'team:1'] });
    await here.set('list:b', 2, { tags: ['user:2', 'team:1'] });
    expect(await there.getMany(['list:a', 'list:b'])).toEqual([1, 2]);
    await here.invalidateTags('user:1');
    await untilForgotten('list:a');
    expect(await there.getMany(['list:a', 'list:b'])).toEqual([undefined, 2]);
    await here.invalidateTags('team:1', 'team:2');
    await untilForgotten('list:b');
    expect(await there.get('list:b')).toBeUndefined();
  });

  test('hears of values that another process writes anew', async () => {
    await here.set('fresh', 1);
    expect(await there.get('fresh')).toBe(1);
    await here.set('fresh', 2);
    await untilForgotten('fresh');
    expect(await there.get('fresh')).toBe(2);
  });

  test('keeps large values, compressed', async () => {
    const value = { text: 'nightshift '.repeat(10_000), at: new Date(5) };
    await here.set('large', value);
    expect(await there.get('large')).toEqual(value);
    const [found] = await here.find('large', 10);
    expect(found?.bytes).toBeLessThan(5_000);
    expect(found?.ttlMs).toBeGreaterThan(0);
  });

  test.each([undefined, null, 0, '', []])('keeps %j as a result too', async (empty) => {
    let loads = 0;
    const key = `empty:${JSON.stringify(empty)}`;
    const load = async () => {
      loads += 1;
      return empty;
    };
    expect(await here.wrap(key, undefined, load)).toEqual(empty);
    expect(await there.wrap(key, undefined, load)).toEqual(empty);
    expect(await here.wrap(key, undefined, load)).toEqual(empty);
    expect(loads).toBe(1);
  });

  test('loads once for a crowd in several processes', async () => {
    let loads = 0;
    const load = async () => {
      loads += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { loads };
    };
    const crowd = Array.from({ length: 200 }, (_, at) => (at % 2 ? here : there).wrap('crowd', 60_000, load));
    expect(new Set((await Promise.all(crowd)).map((value) => value.loads))).toEqual(new Set([1]));
    expect(loads).toBe(1);
  });

  test('gives the old value while one loads the new', async () => {
    let loads = 0;
    const load = async () => (loads += 1);
    const keeping = { ttlMs: 50, staleMs: 60_000 };
    expect(await here.wrap('old', keeping, load)).toBe(1);
    await until(() => here.peek('old') === undefined, { timeoutMs: 30_000, what: 'it to be old' });
    expect(await here.get('old')).toBeUndefined();
    expect(await here.wrap('old', keeping, load)).toBe(1);
    await until(() => loads === 2, { timeoutMs: 30_000, what: 'the reload' });
    await until(async () => (await there.wrap('old', keeping, load)) >= 2, {
      timeoutMs: 30_000,
      what: 'the new value',
    });
  });

  test('does not keep what a load rejects with, and lets the next one load', async () => {
    const failing = () => Promise.reject(new Error('no source'));
    await expect(here.wrap('failing', undefined, failing)).rejects.toThrow('no source');
    expect(await there.wrap('failing', undefined, async () => 5)).toBe(5);
  });

  test.each(['delete', 'tag', 'set'] as const)('keeps no load that a %s has overtaken', async (how) => {
    const key = `overtaken:${how}`;
    const keeping = { tags: [`tag-of:${key}`] };
    let finish: ((value: string) => void) | undefined;
    const slow = here.wrap(key, keeping, () => new Promise<string>((resolve) => (finish = resolve)));
    await until(() => finish !== undefined, { timeoutMs: 30_000, what: 'the load' });
    if (how === 'delete') await there.delete(key);
    if (how === 'tag') await there.invalidateTags(`tag-of:${key}`);
    if (how === 'set') await there.set(key, 'new', keeping);
    finish?.('old');
    expect(await slow).toBe('old');
    expect(await here.get(key)).toBe(how === 'set' ? 'new' : undefined);
    expect(await there.wrap(key, keeping, async () => 'new')).toBe('new');
  });

  test('keeps nothing written or prepared that a dropped tag has overtaken, not even in the process', async () => {
    const keeping = { tags: ['overtaken-writes'] };
    const keep = await here.prepare('prepared', keeping);
    await here.writeThrough('written:1', keeping, async () => {
      await here.invalidateTags('overtaken-writes');
      return 'old';
    });
    await keep('prepared:1', 'old');
    expect([await here.get('written:1'), await there.get('written:1')]).toEqual([undefined, undefined]);
    expect([await here.get('prepared:1'), await there.get('prepared:1')]).toEqual([undefined, undefined]);
    const again = await here.prepare('prepared', keeping);
    await again('prepared:1', 'new');
    expect([await here.get('prepared:1'), await there.get('prepared:1')]).toEqual(['new', 'new']);
  });

  test('writes through, and forgets when the source refuses', async () => {
    expect(await here.writeThrough('row:1', undefined, async () => ({ version: 1 }))).toEqual({ version: 1 });
    expect(await there.get('row:1')).toEqual({ version: 1 });
    const refuse = () => Promise.reject(new Error('refused'));
    await expect(here.writeThrough('row:1', undefined, refuse)).rejects.toThrow('refused');
    await untilForgotten('row:1');
    expect(await there.get('row:1')).toBeUndefined();
  });

  test('counts hits and misses by kind', async () => {
    await here.get('counted:1');
    await there.set('counted:1', 1);
    await here.get('counted:1');
    await there.get('counted:1');
    await here.stats();
    const counted = (await there.stats()).find((figures) => figures.kind === 'counted');
    expect(counted).toEqual({ kind: 'counted', nearHits: 1, hits: 1, staleHits: 0, misses: 1, loads: 0 });
  });

  test.each(['', 'line\n', '}brace', 'x'.repeat(513)])('refuses the key %j', async (key) => {
    await expect(here.get(key)).rejects.toThrow('cannot be a key');
    await expect(here.wrap(key, undefined, async () => 1)).rejects.toThrow('cannot be a key');
  });
});
