import type { Database } from './database.ts';
import type { Routine } from './routine.ts';
import { rowsOf } from './rows-of.ts';
import { sessionOf } from './session-of.ts';

/** Creates the routines that the database does not have yet; gives their names. */
export async function installRoutines(
  database: Database,
  routines: readonly Routine<unknown>[],
): Promise<readonly string[]> {
  return database.transaction(async (trx) => {
    const session = sessionOf(trx);
    await session.query(`SELECT pg_advisory_xact_lock(hashtext('nightshift.routines'))`);
    const missing = await findMissingRoutines(session, routines);
    for (const { definition } of missing) await session.query(definition);
    return missing.map(({ name }) => name);
  });
}

export async function findMissingRoutines(
  session: Pick<Database, 'query'>,
  routines: readonly Routine<unknown>[],
): Promise<readonly Routine<unknown>[]> {
  const rows = await rowsOf<{ name: string }>(
    session,
    `SELECT proname AS name FROM pg_proc WHERE pronamespace = to_regnamespace('nightshift') AND proname = ANY($1::text[])`,
    [routines.map(({ name }) => name)],
  );
  const found = new Set(rows.map(({ name }) => name));
  return routines.filter(({ name }) => !found.has(name));
}
