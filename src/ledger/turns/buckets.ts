import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';

/** More tokens than any bucket has: that many are taken out of one that is closed. */
export const ALL_TOKENS = 1_000_000_000;

export interface Bucket {
  readonly key: string;
  /** Tokens that are not back yet. */
  readonly spent: number;
  /** Milliseconds until some of them are back. */
  readonly returnsInMs: number;
}

/** The buckets of these keys from which tokens are missing. */
export function readBuckets(session: Session, keys: readonly string[]): Promise<readonly Bucket[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return rowsOf<Bucket>(session, READ, [keys]);
}

const READ = `
SELECT key, sum(tokens)::float8 AS spent,
  extract(epoch FROM min(returns_at) - clock_timestamp())::float8 * 1000 AS "returnsInMs"
FROM nightshift.buckets WHERE key = ANY($1::text[]) AND returns_at > clock_timestamp() GROUP BY key`;

export interface Spending {
  readonly key: string;
  readonly tokens: number;
  /** Each token is back so many milliseconds after it was taken. */
  readonly perMs: number;
}

/**
 * Takes tokens out of their buckets. Each comes back by itself when its time is over, so in no stretch of `perMs` are more taken than
 * there are; a bucket that filled up steadily would allow twice as many. Times are rounded up to a hundredth
 * of `perMs`, which keeps a bucket to a hundred rows.
 */
export async function spendTokens(session: Session, spendings: readonly Spending[]): Promise<void> {
  if (spendings.length === 0) return;
  await session.query(SPEND, [
    spendings.map(({ key }) => key),
    spendings.map(({ tokens }) => tokens),
    spendings.map(({ perMs }) => perMs),
  ]);
}

const SPEND = `
WITH back AS (
  DELETE FROM nightshift.buckets WHERE key = ANY($1::text[]) AND returns_at <= clock_timestamp()
), given AS (
  SELECT key, tokens, per_ms, greatest(1, per_ms / 100) AS grain_ms, extract(epoch FROM clock_timestamp())::float8 * 1000 AS now_ms
  FROM unnest($1::text[], $2::integer[], $3::float8[]) AS g(key, tokens, per_ms)
)
INSERT INTO nightshift.buckets AS b (key, returns_at, tokens)
SELECT key, to_timestamp(ceil((now_ms + per_ms) / grain_ms) * grain_ms / 1000), tokens FROM given
ON CONFLICT (key, returns_at) DO UPDATE SET tokens = b.tokens + excluded.tokens`;

/** Forgets what is back in buckets that nobody draws from any more. */
export async function tidyBuckets(session: Session): Promise<void> {
  await session.query('DELETE FROM nightshift.buckets WHERE returns_at <= now()');
}
