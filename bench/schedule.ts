import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Database } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open-database.ts';
import { defineJob } from '../src/job/job-definition.ts';
import { defineQueue } from '../src/job/queue.ts';
import { makeRegistry } from '../src/job/registry.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { defineSchedule, type Schedule } from '../src/schedule/definition/define-schedule.ts';
import { fireDue } from '../src/schedule/firing/fire-due.ts';
import { lookForDue } from '../src/schedule/firing/look.ts';
import { startScheduler } from '../src/schedule/scheduler/start-scheduler.ts';
import { syncSchedules } from '../src/schedule/store/sync-schedules.ts';

// How long a scheduler with many schedules takes to start, what a look costs while they are idle, and how fast they are
// fired when all are due at once. Makes a database of its own on the server of DATABASE_URL, and drops it.
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '10000' },
    looks: { type: 'string', default: '500' },
    json: { type: 'boolean', default: false },
  },
});
const count = Number(values.schedules);
const looks = Number(values.looks);
const serverUrl = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const queue = defineQueue({ name: 'bench', broker: 'bullmq', workers: 'bench' });
const job = defineJob({
  name: 'bench.do-nothing',
  queue: 'bench',
  payload: z.strictObject({ note: z.string() }),
  run: () => {},
});
const registry = makeRegistry([job], [queue]);

await inOwnDatabase(async (database) => {
  const define = timed(() => Array.from({ length: count }, (_, index) => scheduleOf(index)));
  const schedules = define.value;
  const firstStartMs = await startMs(database, schedules);
  const laterStartMs = await startMs(database, schedules);
  const lookMs: Record<string, number> = { [count]: await medianLookMs(database) };
  for (const idle of [Math.floor(count / 10), 10]) {
    // oxlint-disable-next-line no-await-in-loop -- fewer and fewer
    await syncSchedules(database, [], { registry, maxPayloadBytes: 65_536 });
    await startMs(database, schedules.slice(0, idle));
    lookMs[idle] = await medianLookMs(database);
  }
  await startMs(database, schedules);
  const fired = await fireAll(database);
  print({ schedules: count, defineMs: define.ms, firstStartMs, laterStartMs, lookMs, ...fired });
});

/** Times all over the year, none of which comes during the measurement. */
function scheduleOf(index: number): Schedule {
  const [minute, hour, day] = [index % 60, Math.floor(index / 60) % 24, 1 + (Math.floor(index / 1_440) % 28)];
  const month = ((new Date().getUTCMonth() + 6) % 12) + 1;
  return defineSchedule({
    name: `bench-${index}`,
    job,
    payload: { note: `number ${index}` },
    cron: `${minute} ${hour} ${day} ${month} *`,
    timeZone: index % 2 === 0 ? 'Europe/Berlin' : 'America/New_York',
  });
}

async function startMs(database: Database, schedules: readonly Schedule[]): Promise<number> {
  const startedAtMs = performance.now();
  const scheduler = await startScheduler({
    database,
    ledger: openLedger(database),
    registry,
    schedules,
    maxPayloadBytes: 65_536,
  });
  await scheduler.ready;
  const ms = Math.round(performance.now() - startedAtMs);
  await scheduler.close();
  return ms;
}

async function medianLookMs(database: Database): Promise<number> {
  await database.query('ANALYZE nightshift.schedules');
  const times: number[] = [];
  for (let look = 0; look < looks; look++) {
    const startedAtMs = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as a scheduler does
    await lookForDue(database);
    times.push(performance.now() - startedAtMs);
  }
  return Number(times.toSorted((a, b) => a - b)[Math.floor(looks / 2)]?.toFixed(3));
}

async function fireAll(database: Database) {
  await database.query(`UPDATE nightshift.schedules SET next_due_at = now() - interval '1 second'`);
  const startedAtMs = performance.now();
  const { plans } = await fireDue({ database, ledger: openLedger(database) });
  const fireAllMs = Math.round(performance.now() - startedAtMs);
  return { fired: plans.length, fireAllMs, firedPerSecond: Math.round((plans.length * 1_000) / fireAllMs) };
}

async function inOwnDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const name = `bench_schedule_${randomBytes(4).toString('hex')}`;
  const server = openDatabase({ url: serverUrl });
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = openDatabase({ url: url.href });
  try {
    await migrate(database);
    await work(database);
  } finally {
    await database.close();
    await server.query(`DROP DATABASE ${name}`);
    await server.close();
  }
}

function timed<Value>(work: () => Value): { readonly value: Value; readonly ms: number } {
  const startedAtMs = performance.now();
  const value = work();
  return { value, ms: Math.round(performance.now() - startedAtMs) };
}

function print(result: Readonly<Record<string, unknown>>): void {
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    for (const [name, value] of Object.entries(result))
      process.stdout.write(`${name}: ${JSON.stringify(value)}\n`);
}
