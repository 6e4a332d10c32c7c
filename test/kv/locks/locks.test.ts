import { beforeAll, expect, test } from 'vitest';
import { type Locks, makeLocks } from '../../../src/kv/locks/locks.ts';
import { LedgerUnavailableError } from '../../../src/ledger/ledger-errors.ts';
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

test('tells its holder that the lease is over when the database does not answer', async () => {
  let isAway = false;
  const { database } = bundle;
  const away: typeof database = Object.assign(Object.create(database) as typeof database, {
    query: (text: string, values?: readonly unknown[]) =>
      isAway
        ? Promise.reject(new LedgerUnavailableError('lock', new Error('cut off')))
        : database.query(text, values),
  });
  const lock = await makeLocks(away).acquire('cut off', { leaseMs: 400 });
  isAway = true;
  const told = new Promise((resolve) => lock.signal.addEventListener('abort', resolve));
  const next = await theirs.acquire('cut off', { waitMs: 30_000 });
  await told;
  expect(next.token).toBeGreaterThan(lock.token);
  await next.release();
});

test('gives what was done under it, even when it cannot be given back', async () => {
  const { database } = bundle;
  let isAway = false;
  const away: typeof database = Object.assign(Object.create(database) as typeof database, {
    query: (text: string, values?: readonly unknown[]) =>
      isAway
        ? Promise.reject(new LedgerUnavailableError('lock', new Error('cut off')))
        : database.query(text, values),
  });
  const work = (): Promise<string> => {
    isAway = true;
    return Promise.resolve('done');
  };
  expect(await makeLocks(away).withLock('done', work)).toBe('done');
});

test('has a name of a sensible length', async () => {
  await expect(mine.acquire('')).rejects.toMatchObject({ code: 'INVALID_LOCK_NAME' });
});
