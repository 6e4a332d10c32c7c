import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Database } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open-database.ts';
import { defineJob, type JobDefinition } from '../src/job/job-definition.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import type { Line } from '../src/ledger/turns/find-lines.ts';
import { pickTurns } from '../src/ledger/turns/pick-turns.ts';
import { median } from './median.ts';

// How long a round of picking takes while very many jobs wait: in one line, in a line per tenant, and where nearly
// every line is held back by its limit. Makes a database of its own on the server of DATABASE_URL, and drops it.
const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '50' },
    concurrency: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});
const jobs = Number(values.jobs);
const rounds = Number(values.rounds);
const concurrency = Number(values.concurrency);
const serverUrl = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

const plain = defineJob({ name: 'bench.plain', queue: 'bench', payload: z.any(), run: () => {} });
const limited = defineJob({
  name: 'bench.limited',
  queue: 'bench',
  payload: z.any(),
  rateLimit: { max: 1, perMs: 3_600_000, key: 'key' },
  run: () => {},
});

interface Case {
  readonly name: string;
  readonly definition: JobDefinition;
  readonly turnKey: (index: number) => string | undefined;
  readonly limitKey: (index: number) => string | undefined;
}

const none = (): undefined => undefined;
const CASES: readonly Case[] = [
  { name: 'one line', definition: plain, turnKey: none, limitKey: none },
  { name: '100 tenants', definition: plain, turnKey: (n) => `tenant ${n % 100}`, limitKey: none },
  { name: 'a tenant a job', definition: plain, turnKey: (n) => `tenant ${n}`, limitKey: none },
  {
    name: '400 closed limits',
    definition: limited,
    turnKey: none,
    limitKey: (n) => `bench.limited:${n % 400}`,
  },
];

const results: Record<
  string,
  { readonly roundMs: number; readonly worstMs: number; readonly picked: number }
> = {};
for (const kind of CASES) {
  // oxlint-disable-next-line no-await-in-loop -- one measurement at a time
  await inOwnDatabase(async (database) => {
    await fill(database, kind);
    results[kind.name] = await measure(database, kind);
  });
}
const answer = { jobs, rounds, picksPerRound: concurrency, results };
process.stdout.write(`${values.json ? JSON.stringify(answer) : JSON.stringify(answer, undefined, 2)}\n`);

async function fill(database: Database, { definition, turnKey, limitKey }: Case): Promise<void> {
  const worker = {
    id: randomUUID(),
    group: 'bench',
    host: 'here',
    pid: 1,
    version: '0',
    queues: ['bench'],
    concurrency: concurrency / 2,
  };
  await openLedger(database).beat({ worker, leaseMs: 3_600_000, running: [], stats: null });
  await database.withTimeout(0).query(
    `WITH keys AS (
       SELECT gen_random_uuid() AS id, nullif(turn_key, '') AS turn_key, nullif(limit_key, '') AS limit_key
       FROM unnest($1::text[], $2::text[]) AS k(turn_key, limit_key)
     ), accepted AS (
       INSERT INTO nightshift.jobs (id, max_attempts, version, takes_turns, queue, name, turn_key, limit_key, payload)
       SELECT id, 1, 1, true, 'bench', $3, turn_key, limit_key, '{}' FROM keys
     )
     INSERT INTO nightshift.outbox (id, publication, queue, due_at, turn_rank, turn_name, turn_key, limit_key)
     SELECT id, 1, 'bench', 'infinity', now() + random() * interval '1 s', $3, coalesce(turn_key, ''), coalesce(limit_key, '')
     FROM keys`,
    [
      Array.from({ length: jobs }, (_, n) => turnKey(n) ?? ''),
      Array.from({ length: jobs }, (_, n) => limitKey(n) ?? ''),
      definition.name,
    ],
  );
  await database.withTimeout(0).query('ANALYZE');
}

/** Each round finds the room that a whole batch of jobs has left. */
async function measure(database: Database, { definition }: Case) {
  const findJob = () => definition;
  const times: number[] = [];
  let after: Line | undefined;
  let picked = 0;
  for (let round = 0; round < rounds; round += 1) {
    const startedAtMs = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- a round begins where the last one ended
    const report = await pickTurns(database, { queue: 'bench', after, findJob });
    times.push(performance.now() - startedAtMs);
    ({ after } = report);
    picked += report.picked;
    // oxlint-disable-next-line no-await-in-loop -- as if they had been published and had ended
    await database.query(`DELETE FROM nightshift.outbox WHERE turn_name IS NOT NULL AND turn_rank IS NULL`);
  }
  const rounded = (ms: number): number => Math.round(ms * 10) / 10;
  return { roundMs: rounded(median(times)), worstMs: rounded(Math.max(...times)), picked };
}

async function inOwnDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const name = `nightshift_bench_${randomBytes(4).toString('hex')}`;
  const server = openDatabase({ url: serverUrl, maxConnections: 1 });
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = openDatabase({ url: url.href });
  try {
    await migrate(database);
    await work(database);
  } finally {
    await database.close();
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.close();
  }
}
