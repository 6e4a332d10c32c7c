import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Session } from '../session.ts';
import { PARTITIONED } from './partitioned.ts';
import { type Week, weeksFrom } from './week.ts';

const WEEKS_AHEAD = 2;

/** Makes the partitions of this week and the next two, by the database's clock, where they are missing. */
export async function makePartitions(database: Database): Promise<void> {
  const [now] = await rowsOf<{ ms: number }>(
    database,
    'SELECT extract(epoch FROM now())::float8 * 1000 AS ms',
  );
  for (const week of weeksFrom(now?.ms ?? Date.now(), WEEKS_AHEAD)) {
    await database.transaction((trx) => makeWeek(sessionOf(trx), week));
  }
}

async function makeWeek(session: Session, week: Week): Promise<void> {
  await session.query(`SELECT pg_advisory_xact_lock(hashtext('nightshift.partitions'))`);
  for (const table of PARTITIONED) {
    const [found] = await rowsOf<{ name: string | null }>(session, 'SELECT to_regclass($1) AS name', [
      `nightshift.${table.name}_${week.name}`,
    ]);
    if (found?.name === null) await makePartition(session, table, week);
  }
}

/**
 * Rows of this week that came early, from a producer whose clock is ahead, lie in the default partition and would forbid
 * to attach; so they move first. A partition that was never analysed is scanned from end to end, hence ANALYZE.
 */
async function makePartition(
  session: Session,
  { name, key, storage }: (typeof PARTITIONED)[number],
  week: Week,
): Promise<void> {
  const partition = `nightshift.${name}_${week.name}`;

  await session.query(`CREATE TABLE ${partition} (LIKE nightshift.${name} INCLUDING ALL) ${storage}`);
  await session.query(
    `WITH moved AS (
       DELETE FROM nightshift.${name}_default WHERE ${key} >= '${week.fromId}' AND ${key} < '${week.toId}' RETURNING *
     )
     INSERT INTO ${partition} SELECT * FROM moved`,
  );
  await session.query(
    `ALTER TABLE nightshift.${name} ATTACH PARTITION ${partition}
     FOR VALUES FROM ('${week.fromId}') TO ('${week.toId}')`,
  );
  await session.query(`ANALYZE ${partition}`);
}
