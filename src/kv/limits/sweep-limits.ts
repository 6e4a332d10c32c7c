import type { Session as Connection } from '../../ledger/session.ts';

/** Forgets windows and buckets in PostgreSQL that are full again anyway. */
export async function sweepLimits(database: Connection): Promise<void> {
  // rate-limiter-flexible writes the end of a window in milliseconds since the epoch.
  await database.query(
    `DELETE FROM nightshift.fixed_windows WHERE expire < extract(epoch FROM now() - interval '1 minute') * 1000`,
  );
  for (const table of ['sliding_windows', 'token_buckets'])
    await database.query(`DELETE FROM nightshift.${table} WHERE expires_at < now()`);
}
