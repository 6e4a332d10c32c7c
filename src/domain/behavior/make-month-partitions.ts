import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Session } from '../../ledger/session.ts';
import { type Month, monthsBetween } from './month.ts';

const MONTHS_AHEAD = 2;

/**
 * Makes the partitions of behaviour events for a span where they are missing: by default this month, by the
 * database's clock, and the next two. Events that came before their partition was made are moved into it.
 */
export async function makeMonthPartitions(
  database: Database,
  span?: { readonly from: Date; readonly to: Date },
): Promise<void> {
  const { from, to } = span ?? (await spanFromNow(database));
  for (const month of monthsBetween(from, to))
    await database.transaction((trx) => makeMonth(sessionOf(trx), month));
}

async function spanFromNow(database: Database): Promise<{ from: Date; to: Date }> {
  const [now] = await rowsOf<{ from: Date; to: Date }>(
    database,
    'SELECT now() AS "from", now() + make_interval(months => $1) AS "to"',
    [MONTHS_AHEAD],
  );
  if (now === undefined) throw new Error('SELECT now() gave no row.');
  return now;
}

async function makeMonth(session: Session, month: Month): Promise<void> {
  await session.query(`SELECT pg_advisory_xact_lock(hashtext('app.behavior_events'))`);
  const partition = `app.behavior_events_${month.name}`;
  const [found] = await rowsOf<{ name: string | null }>(session, 'SELECT to_regclass($1)::text AS name', [
    partition,
  ]);
  if (found?.name !== null) return;
  // A partition may not be attached while the default one has rows of its span: they move first.
  await session.query(`CREATE TABLE ${partition} (LIKE app.behavior_events INCLUDING ALL)`);
  await session.query(
    `WITH moved AS (
       DELETE FROM app.behavior_events_default
       WHERE occurred_at >= '${month.from}' AND occurred_at < '${month.to}' RETURNING *
     )
     INSERT INTO ${partition} SELECT * FROM moved`,
  );
  await session.query(
    `ALTER TABLE app.behavior_events ATTACH PARTITION ${partition} FOR VALUES FROM ('${month.from}') TO ('${month.to}')`,
  );
}
