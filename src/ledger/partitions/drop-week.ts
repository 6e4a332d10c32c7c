import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Session } from '../session.ts';
import { PARTITIONED } from './partitioned.ts';
import { IS_OVER, type Retention } from './retention.ts';
import type { Week } from './week.ts';

/**
 * Drops a week's partitions. What still lives in them moves to the default partitions first, where ids without a week
 * of their own belong.
 */
export async function dropWeek(
  database: Database,
  { name }: Week,
  { completedMs, closedMs }: Retention,
): Promise<void> {
  await database.transaction(async (trx) => {
    const session = sessionOf(trx);
    // Rather not now than holding up everybody behind a long reader.
    await session.query(`SELECT set_config('lock_timeout', '2s', true)`);
    const rows = await rowsOf<{ id: string }>(
      session,
      `SELECT id FROM nightshift.jobs_${name} AS j WHERE NOT ${IS_OVER} FOR UPDATE`,
      [completedMs, closedMs],
    );
    const living = rows.map(({ id }) => id);
    for (const { name: table, key } of PARTITIONED) await moveAndDrop(session, { table, key, name, living });
  });
}

async function moveAndDrop(
  session: Session,
  { table, key, name, living }: { table: string; key: string; name: string; living: readonly string[] },
): Promise<void> {
  const partition = `nightshift.${table}_${name}`;
  const [found] = await rowsOf<{ name: string | null }>(session, 'SELECT to_regclass($1) AS name', [
    partition,
  ]);
  if (!found?.name) return;
  await session.query(`ALTER TABLE nightshift.${table} DETACH PARTITION ${partition}`);
  await session.query(
    `INSERT INTO nightshift.${table} SELECT * FROM ${partition} WHERE ${key} = ANY($1::uuid[])`,
    [living],
  );
  await session.query(`DROP TABLE ${partition}`);
}
