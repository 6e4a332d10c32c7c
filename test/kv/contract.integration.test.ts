import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kv } from '../../src/kv/kv.ts';
import { until } from '../until.ts';
import { ALL_STORES, type KvBundle, openKvBundle } from './open-kv-bundle.ts';

describe.each(ALL_STORES)('what every kv does alike, on %s', (kind) => {
  let bundle: KvBundle;
  /** Two processes. */
  let here: Kv;
  let there: Kv;
  beforeAll(async () => {
    bundle = await openKvBundle(kind);
    [here, there] = [bundle.open(), bundle.open()];
  });
  afterAll(() => bundle.end());

  const alice = { userId: 'alice', name: 'Alice', role: 'admin', data: { seen: [1] } };

  test('a session is found, changed, prolonged and ended by its token, from every process', async () => {
    const { token, session } = await here.sessions.create(alice);
    expect(session).toMatchObject(alice);
    expect(await there.sessions.get(token)).toEqual(session);
    expect(await there.sessions.use(token)).toEqual({ session, isProlonged: false });
    expect(await there.sessions.update(token, { role: 'user' })).toMatchObject({ ...alice, role: 'user' });
    expect(await here.sessions.get(token)).toMatchObject({ role: 'user', data: { seen: [1] } });
    expect(await here.sessions.refresh(token)).toMatchObject({ id: session.id });
    expect(await here.sessions.delete(token)).toBe(true);
    expect(await here.sessions.delete(token)).toBe(false);
    expect(await there.sessions.get(token)).toBeUndefined();
  });

  test('a session ends by itself when it is not used', async () => {
    const { token } = await here.sessions.create({ userId: 'brief', ttlMs: 1_000 });
    await until(async () => (await there.sessions.list('brief')).length === 0, {
      timeoutMs: 30_000,
      what: 'its end',
    });
    expect(await here.sessions.get(token)).toBeUndefined();
  });

  test("a user's sessions are listed, ended by id, and ended all at once", async () => {
    const made = [];
    for (let n = 0; n < 3; n += 1) made.push(await here.sessions.create({ userId: 'bob' }));
    const ids = (await there.sessions.list('bob')).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(made.map(({ session }) => session.id).toSorted());
    const [first = ''] = ids;
    expect(await there.sessions.deleteById('eve', first)).toBe(false);
    expect(await there.sessions.deleteById('bob', first)).toBe(true);
    expect(await there.sessions.deleteAll('bob')).toBe(2);
    expect(await here.sessions.list('bob')).toEqual([]);
  });

  test('what no session can hold is refused, and what no token can be is not found', async () => {
    const refused = { code: 'INVALID_SESSION' };
    await expect(here.sessions.create({ userId: 'x'.repeat(300) })).rejects.toMatchObject(refused);
    await expect(here.sessions.create({ userId: 1, ttlMs: 1 })).rejects.toMatchObject(refused);
    const large = { text: 'x'.repeat(5_000) };
    await expect(here.sessions.create({ userId: 1, data: large })).rejects.toMatchObject(refused);
    for (const token of ['', 'x'.repeat(43), 'x'.repeat(10_000)])
      expect(await here.sessions.get(token)).toBeUndefined();
  });

  test('a lock is held by one at a time, its tokens grow, and whoever waits hears that it is free', async () => {
    const lock = await here.locks.acquire('one');
    await expect(there.locks.acquire('one', { waitMs: 0 })).rejects.toMatchObject({
      code: 'LOCK_UNAVAILABLE',
    });
    const waiting = there.locks.acquire('one', { waitMs: 30_000 });
    await lock.release();
    const next = await waiting;
    expect(next.token).toBeGreaterThan(lock.token);
    await lock.release();
    await expect(here.locks.acquire('one', { waitMs: 0 })).rejects.toMatchObject({
      code: 'LOCK_UNAVAILABLE',
    });
    await next.release();
    await expect(here.locks.acquire('\n')).rejects.toMatchObject({ code: 'INVALID_LOCK_NAME' });
  });

  test.each(['fixed-window', 'sliding-window', 'token-bucket'] as const)(
    'a %s is one limit for all processes',
    async (limitKind) => {
      const limit = { name: 'shared', max: 4, windowMs: 60_000, kind: limitKind };
      const uses = [here, there, here, there, here, there].map((kv) => kv.limits.take(limit, 'alice'));
      const decisions = await Promise.all(uses);
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(4);
      expect(decisions.some(({ isApproximate }) => isApproximate)).toBe(false);
      await here.limits.reset(limit, 'alice');
      expect(await here.limits.take(limit, 'alice')).toMatchObject({ allowed: true, remaining: 3 });
    },
  );

  test('a word is heard by who listens', async () => {
    const heard: string[] = [];
    const stop = there.signals.listen('words', { onMessage: (text) => heard.push(text) });
    await until(() => there.signals.isHearing, { timeoutMs: 30_000, what: 'signals' });
    await until(() => here.signals.send('words', 'hello').then(() => heard.length > 0), {
      timeoutMs: 30_000,
      what: 'the word',
      everyMs: 100,
    });
    expect(heard[0]).toBe('hello');
    stop();
  });

  test('its store answers', async () => {
    expect(await here.health()).toMatchObject({ store: kind, isAnswering: true });
  });
});
