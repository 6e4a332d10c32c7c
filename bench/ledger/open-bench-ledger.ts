import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { newJobId } from '../../src/job/job-id.ts';
import type { Due, Ledger, NewJob } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';

export interface BenchLedger {
  readonly url: string;
  readonly database: Database;
  readonly ledger: Ledger;
  /** Removes every job. */
  empty(): Promise<void>;
  /** Drops the database. */
  close(): Promise<void>;
}

/** A ledger on a database that is made for the occasion. */
export async function openBenchLedger(serverUrl: string): Promise<BenchLedger> {
  const name = `nightshift_bench_${process.pid}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const server = openDatabase({ url: serverUrl });
  await server.query(`CREATE DATABASE ${name}`);
  const database = openDatabase({ url: url.href, queryTimeoutMs: 600_000 });
  await migrate(database);
  return {
    url: url.href,
    database,
    ledger: openLedger(database),
    empty: async () => {
      await database.query(
        'TRUNCATE nightshift.jobs, nightshift.attempts, nightshift.steps, nightshift.outbox, nightshift.published',
      );
      await database.query('CHECKPOINT');
    },
    close: async () => {
      await database.close();
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.close();
    },
  };
}

/** A job with a payload of 198 bytes. */
export function benchJob(due: Due = { kind: 'now' }): NewJob {
  return {
    id: newJobId(),
    name: 'bench.job',
    queue: 'bench',
    version: 1,
    payload: { to: 'someone@example.com', text: 'x'.repeat(150) },
    maxAttempts: 5,
    priority: 0,
    tags: [],
    due,
  };
}

/** Accepts so many jobs in chunks; gives their ids. */
export async function fill(ledger: Ledger, count: number, due?: Due): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let left = count; left > 0; left -= 500) {
    const jobs = Array.from({ length: Math.min(500, left) }, () => benchJob(due));
    await ledger.accept(jobs);
    ids.push(...jobs.map(({ id }) => id));
  }
  return ids;
}
