import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { makeMonthPartitions } from '../behavior/make-month-partitions.ts';
import { type DomainTransaction, domainOf } from '../domain-tables.ts';
import { columnTypes } from './column-types.ts';
import { insertStatement } from './insert-statement.ts';
import { makeTables } from './make-tables.ts';
import { fromMs, type SeedPlan } from './seed-plan.ts';

/** How many rows were written to each table. */
export type SeededCounts = Readonly<Record<string, number>>;

/**
 * Fills the tables with what the plan says, all or nothing; undefined when there are users already. Any number of
 * processes may do so at once, and one of them will.
 */
export async function seedDomain(database: Database, plan: SeedPlan): Promise<SeededCounts | undefined> {
  const patient = database.withTimeout(0);
  await makeMonthPartitions(patient, { from: new Date(fromMs(plan)), to: new Date(plan.untilMs) });
  await makeMonthPartitions(patient);
  const counts = await patient.transaction(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('app.seed'))`.execute(trx);
    const domain = domainOf(trx);
    if (await domain.selectFrom('users').select('id').limit(1).executeTakeFirst()) return undefined;
    return writeTables(domain, plan);
  });
  // Until its next round of analysis the planner would take these tables for empty.
  if (counts) for (const table of Object.keys(counts)) await patient.query(`ANALYZE app.${table}`);
  return counts;
}

/** While PostgreSQL writes one table the next one is made: each of them is busy for about half the time. */
async function writeTables(domain: DomainTransaction, plan: SeedPlan): Promise<SeededCounts> {
  const types = await columnTypes(domain);
  const counts: Record<string, number> = {};
  let underWay: Promise<unknown> = Promise.resolve();
  for (const made of makeTables(plan)) {
    const statement = insertStatement(made, types);
    await underWay;
    underWay = domain.executeQuery(statement);
    // Heard of above or below; without this it would count as heard by nobody when making the next table throws.
    underWay.catch(() => {});
    counts[made.table] = made.rows.length;
    // Making a table is one long breath: the statement must be on its way before.
    await new Promise(setImmediate);
  }
  await underWay;
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
