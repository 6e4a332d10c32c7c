import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db/open-database.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { endSessions } from '../../../src/kv/sessions/end-sessions.ts';
import type { SessionRow } from '../../../src/kv/sessions/session-row.ts';
import { sessionIdOf } from '../../../src/kv/sessions/session-token.ts';
import { sweepSessions } from '../../../src/kv/sessions/sweep-sessions.ts';
import { newUser, openSessionBundle, type Store } from './session-bundle.ts';

type Bundle = Awaited<ReturnType<typeof openSessionBundle>>;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe.each<Store>(['redis', 'postgres'])('sessions on %s', (store) => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await openSessionBundle(store);
  });
  afterAll(() => bundle.end());

  test('finds a session by its token, with all that was given', async () => {
    const { sessions } = bundle;
    const alice = newUser();
    const { token, session } = await sessions.create(alice);
    expect(session).toMatchObject({ ...alice, userId: String(alice.userId), ttlMs: DAY_MS });
    expect(session.expiresAt.getTime() - session.createdAt.getTime()).toBe(DAY_MS);
    expect(await sessions.get(token)).toEqual(session);
    expect(await sessions.get(token)).toEqual(session);
  });

  test('knows no other token, whatever it looks like', async () => {
    const { sessions } = bundle;
    const alice = newUser();
    const { token, session } = await sessions.create(alice);
    const changed = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    for (const wrong of [changed, session.id, '', 'x'.repeat(10_000), `${token}\n`, "'; drop table"])
      expect(await sessions.get(wrong)).toBeUndefined();
    expect(await sessions.delete(changed)).toBe(false);
    expect(await sessions.get(token)).toBeDefined();
  });

  test('keeps the token itself nowhere', async () => {
    const { sessions, database, redis, keyOf } = bundle;
    const alice = newUser();
    const { token } = await sessions.create(alice);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const rows = await rowsOf(database, 'SELECT * FROM nightshift.sessions WHERE user_id = $1', [
      String(alice.userId),
    ]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify([rows, await redis.hgetall(keyOf(token))])).not.toContain(token);
    expect(await redis.exists(keyOf(token))).toBe(store === 'redis' ? 1 : 0);
  });

  test('prolongs a session that is used, and writes that once a minute', async () => {
    const { sessions, age } = bundle;
    const alice = newUser();
    const { token, session } = await sessions.create(alice);
    await age(token, MINUTE_MS - 5_000);
    const soon = await sessions.get(token);
    expect(soon?.lastAccessAt.getTime()).toBe(session.lastAccessAt.getTime() - MINUTE_MS + 5_000);
    await age(token, 5_000);
    const later = await sessions.get(token);
    expect(later?.lastAccessAt.getTime()).toBeGreaterThanOrEqual(session.lastAccessAt.getTime());
    expect(later?.expiresAt.getTime()).toBeGreaterThanOrEqual(session.expiresAt.getTime());
    expect(later?.createdAt).toEqual(session.createdAt);
    expect(await sessions.get(token)).toEqual(later);
  });

  test('of many uses at once one is written', async () => {
    const { sessions, age } = bundle;
    const { token } = await sessions.create(newUser());
    await age(token, MINUTE_MS);
    const uses = await Promise.all(Array.from({ length: 20 }, () => sessions.use(token)));
    expect(uses.filter((use) => use === undefined)).toEqual([]);
    expect(uses.filter((use) => use?.isProlonged)).toHaveLength(1);
  });

  test('refresh prolongs at once', async () => {
    const { sessions, age } = bundle;
    const alice = newUser();
    const { token, session } = await sessions.create(alice);
    await age(token, 1_000);
    const refreshed = await sessions.refresh(token);
    expect(refreshed?.expiresAt.getTime()).toBeGreaterThanOrEqual(session.expiresAt.getTime());
    expect(await sessions.get(token)).toEqual(refreshed);
  });

  test('ends a session that was not used for its time to live', async () => {
    const { sessions, age, redis, keyOf } = bundle;
    const alice = newUser();
    const { token } = await sessions.create({ ...alice, ttlMs: 10 * MINUTE_MS });
    const copyMs = store === 'redis' ? await redis.pttl(keyOf(token)) : 0;
    expect(copyMs).toBeLessThanOrEqual(10 * MINUTE_MS);
    await age(token, 9 * MINUTE_MS);
    expect(await sessions.get(token)).toMatchObject({ ttlMs: 10 * MINUTE_MS });
    await age(token, 10 * MINUTE_MS);
    expect(await sessions.get(token)).toBeUndefined();
    expect(await sessions.update(token, { name: 'A' })).toBeUndefined();
    expect(await sessions.refresh(token)).toBeUndefined();
    expect(await sessions.list(alice.userId)).toEqual([]);
  });

  test('touches a short session often enough to keep it while it is used', async () => {
    const { sessions, age } = bundle;
    const alice = newUser();
    const { token, session } = await sessions.create({ ...alice, ttlMs: 20_000 });
    await age(token, 5_000);
    expect((await sessions.get(token))?.expiresAt.getTime()).toBeGreaterThanOrEqual(
      session.expiresAt.getTime(),
    );
  });

  test('changes what is given, and leaves the rest', async () => {
    const { sessions } = bundle;
    const alice = newUser();
    const { token, session } = await sessions.create(alice);
    const changed = await sessions.update(token, { data: { theme: 'light' } });
    expect(changed).toEqual({ ...session, data: { theme: 'light' } });
    expect(await sessions.get(token)).toEqual(changed);
    expect(await sessions.update(token, { name: 'Al', role: 'user' })).toMatchObject({
      name: 'Al',
      role: 'user',
      data: { theme: 'light' },
    });
  });

  test('the last of many changes at once is what everybody reads', async () => {
    const { sessions } = bundle;
    const alice = newUser();
    const { token } = await sessions.create(alice);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => [
        sessions.update(token, { data: { n } }),
        sessions.get(token),
      ]).flat(),
    );
    const [truth] = await sessions.list(alice.userId);
    expect(await sessions.get(token)).toEqual(truth);
  });

  test('refuses more than 4 KiB of data, and what is no JSON object', async () => {
    const { sessions } = bundle;
    const alice = newUser();
    const fits = { text: 'ü'.repeat((4_096 - 11) / 2) };
    const { token } = await sessions.create({ ...alice, data: fits });
    expect((await sessions.get(token))?.data).toEqual(fits);
    const tooLarge = { text: `${fits.text}xx` };
    await expect(sessions.update(token, { data: tooLarge })).rejects.toThrow(/4097 bytes.*4096/);
    await expect(sessions.create({ ...alice, data: tooLarge })).rejects.toMatchObject({
      code: 'INVALID_SESSION',
    });
    await expect(sessions.create({ ...alice, data: { nul: '\0' } })).rejects.toThrow(/NUL/);
    await expect(sessions.create({ ...alice, data: [] as never })).rejects.toThrow(/JSON object/);
    await expect(sessions.create({ ...alice, ttlMs: 0 })).rejects.toThrow(/between 1,000/);
    expect(await sessions.list(alice.userId)).toHaveLength(1);
  });

  test('lists the sessions of a user, the last used first, and ends one by its id', async () => {
    const { sessions, age } = bundle;
    const alice = newUser();
    const laptop = await sessions.create(alice);
    const phone = await sessions.create(alice);
    await sessions.create(newUser());
    await age(phone.token, 1_000);
    expect((await sessions.list(alice.userId)).map(({ id }) => id)).toEqual([
      laptop.session.id,
      phone.session.id,
    ]);
    expect(await sessions.deleteById(newUser().userId, phone.session.id)).toBe(false);
    expect(await sessions.get(phone.token)).toBeDefined();
    expect(await sessions.deleteById(alice.userId, phone.session.id)).toBe(true);
    expect(await sessions.get(phone.token)).toBeUndefined();
    expect(await sessions.get(laptop.token)).toBeDefined();
  });

  test('signs a user out, here or everywhere', async () => {
    const { sessions } = bundle;
    const alice = newUser();
    const [here, there, other] = await Promise.all([
      sessions.create(alice),
      sessions.create(alice),
      sessions.create(newUser()),
    ]);
    expect(await sessions.delete(here.token)).toBe(true);
    expect(await sessions.delete(here.token)).toBe(false);
    expect(await sessions.get(here.token)).toBeUndefined();
    expect(await sessions.deleteAll(alice.userId)).toBe(1);
    expect(await sessions.get(there.token)).toBeUndefined();
    expect(await sessions.get(other.token)).toBeDefined();
  });

  test('who reads a session while it ends does not bring it back', async () => {
    const { sessions } = bundle;
    const alice = newUser();
    for (let round = 0; round < 10; round += 1) {
      const { token } = await sessions.create(alice);
      await Promise.all([
        sessions.update(token, { data: { round } }),
        sessions.delete(token),
        sessions.get(token),
        sessions.refresh(token),
      ]);
      expect(await sessions.get(token)).toBeUndefined();
    }
  });

  test('ends sessions in the transaction that has the reason, and not when it rolls back', async () => {
    const { sessions, database, age } = bundle;
    const alice = newUser();
    const { token } = await sessions.create(alice);
    const rolledBack = database.transaction(async (trx) => {
      await endSessions(trx, alice.userId);
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    await age(token, MINUTE_MS);
    expect(await sessions.get(token)).toBeDefined();

    await database.transaction((trx) => endSessions(trx, alice.userId));
    await age(token, MINUTE_MS);
    expect(await sessions.get(token)).toBeUndefined();
    expect(await sessions.list(alice.userId)).toEqual([]);
    expect(await sessions.deleteAll(alice.userId)).toBe(0);
  });

  test('sweeps what is over, and nothing else', async () => {
    const { sessions, database, age } = bundle;
    const alice = newUser();
    const [over, live] = await Promise.all([sessions.create(alice), sessions.create(alice)]);
    await age(over.token, DAY_MS);
    expect(await sweepSessions(database)).toBeGreaterThan(0);
    expect((await sessions.list(alice.userId)).map(({ id }) => id)).toEqual([sessionIdOf(live.token)]);
    const left = await rowsOf(database, 'SELECT FROM nightshift.sessions WHERE id = $1', [
      sessionIdOf(over.token),
    ]);
    expect(left).toHaveLength(0);
    expect(await sweepSessions(database)).toBe(0);
  });
});

describe('copies in Redis', () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await openSessionBundle('redis');
  });
  afterAll(() => bundle.end());

  test('spare asking PostgreSQL for a minute', async () => {
    const { sessions, database } = bundle;
    const alice = newUser();
    const { token, session } = await sessions.create(alice);
    await database.query('DELETE FROM nightshift.sessions WHERE user_id = $1', [String(alice.userId)]);
    expect(await sessions.get(token)).toEqual(session);
  });

  test('take neither an older state, nor a session that has ended, from a slow reader', async () => {
    const { sessions, copies } = bundle;
    const { token, session } = await sessions.create(newUser());
    const before = await copies.get(session.id);
    await sessions.update(token, { role: 'guest' });
    const row = before.kind === 'fresh' ? before.row : undefined;
    await copies.put(row as SessionRow);
    expect(await sessions.get(token)).toMatchObject({ role: 'guest' });
    await sessions.delete(token);
    await copies.put(row as SessionRow);
    expect(await copies.get(session.id)).toEqual({ kind: 'ended' });
  });

  test('may be lost or spoilt without signing anyone out', async () => {
    const { sessions, redis, keyOf } = bundle;
    const alice = newUser();
    const { token, session } = await sessions.create(alice);
    await redis.del(keyOf(token));
    expect(await sessions.get(token)).toEqual(session);
    await redis.hset(keyOf(token), 'row', '{"id":1}');
    expect(await sessions.get(token)).toEqual(session);
    await redis.set(keyOf(token), 'a text');
    expect(await sessions.get(token)).toEqual(session);
  });

  test('serve while PostgreSQL is away, also when their minute is over', async () => {
    const { sessions, sessionsOn, age } = bundle;
    const nowhere = openDatabase({ url: 'postgres://127.0.0.1:1/nowhere' });
    const { token } = await sessions.create(newUser());
    await age(token, MINUTE_MS);
    const withoutPostgres = sessionsOn(nowhere);
    expect(await withoutPostgres.get(token)).toMatchObject({ name: 'Alice' });
    await expect(withoutPostgres.delete(token)).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await nowhere.close();
    expect(await sessions.get(token)).toBeDefined();
  });
});
