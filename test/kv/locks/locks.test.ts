import { beforeAll, expect, test } from 'vitest';
import type { Locks } from '../../../src/kv/locks/locks.ts';
import { openKvBundle } from '../open-kv-bundle.ts';

let bundle: Awaited<ReturnType<typeof openKvBundle>>;
let mine: Locks;
let theirs: Locks;

beforeAll(async () => {
  bundle = await openKvBundle('postgresql');
  mine = bundle.open().locks;
  theirs = bundle.open().locks;
  return bundle.end;
});

test('is held by one at a time, and free after its release', async () => {
  const lock = await mine.acquire('one');
  await expect(theirs.acquire('one', { waitMs: 0 })).rejects.toMatchObject({ code: 'LOCK_UNAVAILABLE' });
  await lock.release();
  const next = await theirs.acquire('one', { waitMs: 0 });
  expect(next.token).toBeGreaterThan(lock.token);
  // What was given back already is not ours to give back.
  await lock.release();
  await expect(mine.acquire('one', { waitMs: 0 })).rejects.toMatchObject({ code: 'LOCK_UNAVAILABLE' });
  await next.release();
});

test('hears at once that it is free', async () => {
  const lock = await mine.acquire('heard');
  const waiting = theirs.acquire('heard', { waitMs: 20_000 });
  await lock.release();
  const next = await waiting;
  expect(next.token).toBeGreaterThan(lock.token);
  await next.release();
});

test('goes to another when the lease of a dead holder is over, and the dead one is told', async () => {
  const dead = await mine.acquire('dead', { leaseMs: 60_000 });
  await bundle.database.query(`UPDATE nightshift.locks SET lease_until = now() WHERE name = 'dead'`);
  const taken = await theirs.acquire('dead', { leaseMs: 60_000 });
  expect(taken.token).toBeGreaterThan(dead.token);
  await dead.release();
  await expect(mine.acquire('dead', { waitMs: 0 })).rejects.toMatchObject({ code: 'LOCK_UNAVAILABLE' });
  await taken.release();
});

test('tells its holder that it was lost', async () => {
  const lock = await mine.acquire('lost', { leaseMs: 300 });
  const lost = new Promise((resolve) => lock.signal.addEventListener('abort', resolve));
  await bundle.database.query(`UPDATE nightshift.locks SET token = -1 WHERE name = 'lost'`);
  await lost;
  expect(lock.signal.reason).toMatchObject({ code: 'LOCK_UNAVAILABLE' });
});

test('is never held twice by many who want it at once, and its tokens only grow', async () => {
  let holders = 0;
  const tokens: bigint[] = [];
  const lane = async (locks: Locks): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1)
      await locks.withLock(
        'crowd',
        async ({ token }) => {
          holders += 1;
          tokens.push(token);
          await new Promise(setImmediate);
          expect(holders).toBe(1);
          holders -= 1;
        },
        { waitMs: 60_000 },
      );
  };
  await Promise.all([mine, theirs, mine, theirs].map(lane));
  expect(tokens).toHaveLength(48);
  expect(tokens).toEqual(tokens.toSorted((a, b) => Number(a - b)));
});

test('is given back when the work under it fails', async () => {
  await expect(mine.withLock('work', () => Promise.reject(new Error('it broke')))).rejects.toThrow(
    'it broke',
  );
  await theirs.withLock('work', () => Promise.resolve(), { waitMs: 0 });
});

test('has a name of a sensible length', async () => {
  await expect(mine.acquire('')).rejects.toMatchObject({ code: 'INVALID_LOCK_NAME' });
});
