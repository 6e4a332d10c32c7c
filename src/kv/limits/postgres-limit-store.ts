import { type RateLimiterAbstract, RateLimiterPostgres } from 'rate-limiter-flexible';
import { rowsOf } from '../../db/rows-of.ts';
import type { Session as Connection } from '../../ledger/session.ts';
import { FixedWindows, limiterOptions } from './fixed-windows.ts';
import type { LimitStore, LimitWithKind, StoreDecision } from './limit-store.ts';
import { windowDecision } from './sliding-window.ts';
import { bucketDecision } from './token-bucket.ts';

/** Counts in unlogged tables of PostgreSQL. Rejects with `LedgerUnavailableError` when it does not answer. */
export class PostgresLimitStore implements LimitStore {
  readonly #database: Connection;
  readonly #fixed: FixedWindows;

  constructor(database: Connection) {
    this.#database = database;
    this.#fixed = new FixedWindows((limit) => limiterOn(database, limit));
  }

  async take(limit: LimitWithKind, key: string): Promise<StoreDecision> {
    const values = [key, limit.max, limit.windowMs];
    switch (limit.kind) {
      case 'fixed-window':
        return this.#fixed.take(limit, key);
      case 'sliding-window': {
        const [state] = await rowsOf<SlidingRow>(this.#database, SLIDING, values);
        if (!state) throw new Error('INSERT returned no row.');
        return windowDecision(state, limit, state);
      }
      case 'token-bucket': {
        const [state] = await rowsOf<BucketRow>(this.#database, BUCKET, values);
        if (!state) throw new Error('INSERT returned no row.');
        return bucketDecision(state, limit, state.isAllowed);
      }
    }
  }

  async reset(limit: LimitWithKind, key: string): Promise<void> {
    if (limit.kind === 'fixed-window') return this.#fixed.reset(limit, key);
    const table = limit.kind === 'sliding-window' ? 'sliding_windows' : 'token_buckets';
    await this.#database.query(`DELETE FROM nightshift.${table} WHERE key = $1`, [key]);
  }
}

interface SlidingRow {
  readonly windowNumber: number;
  readonly previous: number;
  readonly current: number;
  readonly isAllowed: boolean;
  readonly nowMs: number;
}

interface BucketRow {
  readonly spent: number;
  readonly isAllowed: boolean;
}

function limiterOn(database: Connection, limit: LimitWithKind): RateLimiterAbstract {
  const storeClient = {
    query: ({ text, values }: { readonly text: string; readonly values: readonly unknown[] }) =>
      database.query(text, values),
  };
  return new RateLimiterPostgres({
    ...limiterOptions(limit),
    storeClient,
    storeType: 'client',
    schemaName: 'nightshift',
    tableName: 'fixed_windows',
    tableCreated: true,
    clearExpiredByTimeout: false,
  });
}

/** The same steps as `useWindow`, on the row that the conflict has locked. */
const SLIDING = `
WITH clock AS (SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now_ms)
INSERT INTO nightshift.sliding_windows AS w (key, window_number, previous, current, is_allowed, expires_at)
SELECT $1, floor(now_ms / $3::float8), 0, 1, true, to_timestamp((now_ms + 2 * $3::float8) / 1000) FROM clock
ON CONFLICT (key) DO UPDATE SET (window_number, previous, current, is_allowed, expires_at) = (
  SELECT number, previous, current + fits::integer, fits, excluded.expires_at
  FROM (
    SELECT *, previous * ($3::float8 - least($3::float8, greatest(0, now_ms - number * $3::float8)))
      + (current + 1) * $3::float8 <= $2::integer * $3::float8 AS fits
    FROM clock, (
      SELECT greatest(w.window_number, excluded.window_number) AS number,
        CASE WHEN w.window_number >= excluded.window_number THEN w.previous
          WHEN w.window_number = excluded.window_number - 1 THEN w.current ELSE 0 END AS previous,
        CASE WHEN w.window_number >= excluded.window_number THEN w.current ELSE 0 END AS current
    ) AS shifted
  ) AS judged
)
RETURNING window_number::float8 AS "windowNumber", previous, current, is_allowed AS "isAllowed",
  (SELECT now_ms FROM clock) AS "nowMs"`;

/** The same steps as `useBucket`. */
const BUCKET = `
INSERT INTO nightshift.token_buckets AS b (key, spent, filled_at, is_allowed, expires_at)
SELECT $1, 1, now, true, now + $3::float8 * interval '1 ms' FROM clock_timestamp() AS now
ON CONFLICT (key) DO UPDATE SET (spent, filled_at, is_allowed, expires_at) = (
  SELECT missing + fits::integer, greatest(b.filled_at, excluded.filled_at), fits, excluded.expires_at
  FROM (
    SELECT missing, $2::integer - missing >= 1 - 1e-9::float8 AS fits
    FROM (SELECT greatest(0, b.spent - $2::integer / $3::float8 *
      greatest(0, extract(epoch FROM excluded.filled_at - b.filled_at)::float8 * 1000)) AS missing) AS refilled
  ) AS judged
)
RETURNING spent, is_allowed AS "isAllowed"`;
