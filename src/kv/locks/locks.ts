import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { InvalidLockNameError, LockUnavailableError } from './lock-errors.ts';

export interface LockOptions {
  /** How long to wait for it, in milliseconds. Default 10,000; 0 tries once. */
  readonly waitMs?: number;
  /** After how long others may take it when its holder has died, in milliseconds. Renewed while it is held. Default 15,000. */
  readonly leaseMs?: number;
}

/** A lock that is held. */
export interface Lock {
  readonly name: string;
  /**
   * Greater than that of every holder before. Give it to what the lock protects, and have that refuse a smaller one than
   * it has seen: a holder that was stopped for longer than its lease does not know yet that it has lost the lock.
   */
  readonly token: bigint;
  /** Aborts when the lock was lost. */
  readonly signal: AbortSignal;
  /** Gives it back; what is another's by now stays theirs. */
  release(): Promise<void>;
}

/** Locks over all processes, in PostgreSQL whatever `kv` stands on. */
export interface Locks {
  /** @throws LockUnavailableError when it was not free in time */
  acquire(name: string, options?: LockOptions): Promise<Lock>;
  /** Holds the lock while `work` runs. */
  withLock<Result>(
    name: string,
    work: (lock: Lock) => Promise<Result>,
    options?: LockOptions,
  ): Promise<Result>;
}

const CHANNEL = 'nightshift_locks';
const WAIT_MS = 10_000;
const LEASE_MS = 15_000;
/** Whoever misses the word that a lock is free looks again after this long. */
const LOOK_AGAIN_MS = 250;
const NAME = /^\P{Cc}{1,200}$/u;

export function makeLocks(database: Database): Locks {
  const acquire = async (name: string, options: LockOptions = {}): Promise<Lock> => {
    if (!NAME.test(name)) throw new InvalidLockNameError(name);
    const { waitMs = WAIT_MS, leaseMs = LEASE_MS } = options;
    const token =
      (await take(database, name, leaseMs)) ?? (await waitFor(database, name, { waitMs, leaseMs }));
    if (token === undefined) throw new LockUnavailableError(name, waitMs);
    return hold(database, { name, token, leaseMs });
  };
  return {
    acquire,
    withLock: async (name, work, options) => {
      const lock = await acquire(name, options);
      try {
        return await work(lock);
      } finally {
        await lock.release();
      }
    },
  };
}

/** The token, when the lock is free or its lease is over. */
async function take(database: Database, name: string, leaseMs: number): Promise<bigint | undefined> {
  const [row] = await rowsOf<{ token: string }>(database, TAKE, [name, leaseMs]);
  return row && BigInt(row.token);
}

async function waitFor(
  database: Database,
  name: string,
  { waitMs, leaseMs }: Required<LockOptions>,
): Promise<bigint | undefined> {
  const deadline = performance.now() + waitMs;
  let wake = (): void => {};
  const stop = database.listen(CHANNEL, { onMessage: (freed) => (freed === name ? wake() : undefined) });
  try {
    while (performance.now() < deadline) {
      const freed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // All who wait hear the same word at once.
      await Promise.race([freed, wait(LOOK_AGAIN_MS * (0.5 + Math.random()))]);
      const token = await take(database, name, leaseMs);
      if (token !== undefined) return token;
    }
    return undefined;
  } finally {
    stop();
  }
}

interface Held {
  readonly name: string;
  readonly token: bigint;
  readonly leaseMs: number;
}

function hold(database: Database, { name, token, leaseMs }: Held): Lock {
  const lost = new AbortController();
  const values = [name, String(token)];
  const renew = async (): Promise<void> => {
    const rows = await rowsOf(database, RENEW, [...values, leaseMs]).catch(() => undefined);
    // A database that is away may be back within the lease.
    if (rows?.length === 0) lose();
  };
  const timer = setInterval(() => void renew(), leaseMs / 3);
  timer.unref();
  const lose = (): void => {
    clearInterval(timer);
    lost.abort(new LockUnavailableError(name, 0));
  };
  return {
    name,
    token,
    signal: lost.signal,
    release: async () => {
      clearInterval(timer);
      await database.query(RELEASE, values);
    },
  };
}

// A released lock keeps its row for a while, and the token is drawn when that is locked: one drawn before could wait until
// a later one has come and gone.
const TAKE = `
INSERT INTO nightshift.locks AS l (name, token, lease_until)
VALUES ($1, nextval('nightshift.lock_tokens'), now() + $2 * interval '1 ms')
ON CONFLICT (name) DO UPDATE SET token = nextval('nightshift.lock_tokens'), lease_until = excluded.lease_until
WHERE l.lease_until <= clock_timestamp()
RETURNING token`;

const RENEW = `
UPDATE nightshift.locks SET lease_until = now() + $3 * interval '1 ms' WHERE name = $1 AND token = $2
RETURNING token`;

// The token is nobody's then: a renewal that was on its way does not bring the lease back.
const RELEASE = `
WITH freed AS (
  UPDATE nightshift.locks SET token = -token, lease_until = now() WHERE name = $1 AND token = $2 RETURNING name
)
SELECT pg_notify('${CHANNEL}', name) FROM freed`;
