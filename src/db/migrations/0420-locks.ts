import { type Kysely, sql } from 'kysely';

/** Locks over all processes. Logged: a lock that a crash forgets would be held twice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'CREATE SEQUENCE nightshift.lock_tokens',
  `CREATE TABLE nightshift.locks (
    name text PRIMARY KEY,
    token bigint NOT NULL,
    lease_until timestamptz NOT NULL
  ) WITH (fillfactor = 70)`,
];
