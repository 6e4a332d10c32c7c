import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { isStoreAway } from '../kv-unavailable-error.ts';
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
    const taken =
      (await take(database, name, leaseMs)) ?? (await waitFor(database, name, { waitMs, leaseMs }));
    if (taken === undefined) throw new LockUnavailableError(name, waitMs);
    return hold(database, { name, ...taken, leaseMs });
  };
  return {
    acquire,
    withLock: async (name, work, options) => {
      const lock = await acquire(name, options);
      try {
        return await work(lock);
      } finally {
        // What was done is done: the lease ends by itself.
        await lock.release().catch((error: unknown) => {
          if (!isStoreAway(error)) throw error;
        });
      }
    },
  };
}

interface Taken {
  readonly token: bigint;
  /** Before the lease began, by `performance.now()`. */
  readonly askedMs: number;
}

/** The token, when the lock is free or its lease is over. */
async function take(database: Database, name: string, leaseMs: number): Promise<Taken | undefined> {
  const askedMs = performance.now();
  const [row] = await rowsOf<{ token: string }>(database, TAKE, [name, leaseMs]);
  return row && { token: BigInt(row.token), askedMs };
}

async function waitFor(
  database: Database,
  name: string,
  { waitMs, leaseMs }: Required<LockOptions>,
): Promise<Taken | undefined> {
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
      const taken = await take(database, name, leaseMs);
      if (taken !== undefined) return taken;
    }
    return undefined;
  } finally {
    stop();
  }
}

interface Held extends Taken {
  readonly name: string;
  readonly leaseMs: number;
}

function hold(database: Database, { name, token, askedMs, leaseMs }: Held): Lock {
  const lost = new AbortController();
  const values = [name, String(token)];
  let end: NodeJS.Timeout | undefined;
  // Whether or not the database can be asked: it may be away for us alone, and others take the lock when its lease is over.
  const loseLater = (beganMs: number): void => {
    clearTimeout(end);
    end = setTimeout(lose, beganMs + leaseMs - performance.now()).unref();
  };
  const renew = async (): Promise<void> => {
    const beganMs = performance.now();
    const rows = await rowsOf(database, RENEW, [...values, leaseMs]).catch(() => undefined);
    if (rows?.length === 0) lose();
    else if (rows && !isOver) loseLater(beganMs);
  };
  const timer = setInterval(() => void renew(), leaseMs / 3).unref();
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    clearInterval(timer);
    clearTimeout(end);
  };
  const lose = (): void => {
    stop();
    lost.abort(new LockUnavailableError(name, 0));
  };
  loseLater(askedMs);
  return {
    name,
    token,
    signal: lost.signal,
    release: async () => {
      stop();
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
