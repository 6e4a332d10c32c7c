import type { Insertable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { makeMonthPartitions } from '../behavior/make-month-partitions.ts';
import { type DomainTables, type DomainTransaction, domainOf } from '../domain-tables.ts';
import { insertRows } from './insert-rows.ts';
import { makeRows, type SeededRows } from './make-rows.ts';
import { fromMs, type SeedPlan } from './seed-plan.ts';

/** How many rows were written to each table. */
export type SeededCounts = Readonly<Record<string, number>>;

/**
 * Fills the tables with what the plan says, all or nothing; undefined when there are users already. Any number of
 * processes may do so at once, and one of them will.
 */
export async function seedDomain(
  database: Database,
  plan: SeedPlan,
  onProgress: (table: string, rows: number) => void = () => {},
): Promise<SeededCounts | undefined> {
  const patient = database.withTimeout(0);
  await makeMonthPartitions(patient, { from: new Date(fromMs(plan)), to: new Date(plan.untilMs) });
  await makeMonthPartitions(patient);
  const counts = await patient.transaction(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('app.seed'))`.execute(trx);
    const domain = domainOf(trx);
    if (await domain.selectFrom('users').select('id').limit(1).executeTakeFirst()) return undefined;
    return writeRows(domain, makeRows(plan), onProgress);
  });
  // Until its next round of analysis the planner would take these tables for empty.
  if (counts) for (const table of Object.keys(counts)) await patient.query(`ANALYZE app.${table}`);
  return counts;
}

async function writeRows(
  domain: DomainTransaction,
  rows: SeededRows,
  onProgress: (table: string, rows: number) => void,
): Promise<SeededCounts> {
  const counts: Record<string, number> = {};
  for (const [table, list] of Object.entries(rows)) {
    // as: the entries of an object forget which list belongs to which table
    await insertRows(domain, table as 'users', list as readonly Insertable<DomainTables['users']>[]);
    counts[table] = list.length;
    onProgress(table, list.length);
  }
  await continueIdentities(domain);
  return counts;
}

/** The rows brought their own ids; the next ones are to follow them. */
async function continueIdentities(trx: DomainTransaction): Promise<void> {
  for (const table of ['users', 'sellers', 'products', 'orders', 'purchase_orders', 'tasks'])
    await sql`SELECT setval(pg_get_serial_sequence(${`app.${table}`}, 'id'), (SELECT max(id) FROM ${sql.table(`app.${table}`)}))`.execute(
      trx,
    );
}
