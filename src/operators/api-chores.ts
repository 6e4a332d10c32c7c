import type { Database } from '../db/database.ts';
import type { Chore } from '../ledger/chores/start-chores.ts';

const HOUR_MS = 3_600_000;
const SWEEP_TIMEOUT_MS = 120_000;

/** What keeps the tables of the HTTP API small. */
export function apiChores(given: Database): readonly Chore[] {
  const database = given.withTimeout(SWEEP_TIMEOUT_MS);
  return [
    {
      name: 'sweep-api',
      everyMs: HOUR_MS,
      run: async () => {
        for (const table of ['refresh_tokens', 'idempotency_keys'])
          await database.query(`DELETE FROM nightshift.${table} WHERE expires_at <= now()`);
      },
    },
  ];
}
