import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { seeded } from '../faults/seeded.ts';
import { type PostgresServer, startPostgres } from '../servers/start-postgres.ts';
import type { Program } from '../servers/start-program.ts';
import { until } from '../until.ts';
import { countFired, type DueTimeFaults, findFaults, findWorstLatenessMs } from './due-time-count.ts';
import { type NoteTimes, startSchedulerProcess } from './scheduler-processes.ts';

const SCHEDULERS = 3;
const SCHEDULES: readonly NoteTimes[] = Array.from({ length: 10 }, (_, index) => ({
  name: `every-second-${index}`,
  cron: '* * * * * *',
  misfire: 'all',
}));

/** What came of it. */
export interface UnderFireReport {
  readonly faults: DueTimeFaults;
  readonly fired: number;
  readonly kills: number;
  readonly freezes: number;
  readonly worstLatenessMs: number;
  /** How long PostgreSQL was away. */
  readonly downMs: number;
}

/**
 * Runs three schedulers on ten schedules that are due every second, kills one of them or freezes it for 6 s every other
 * second, as the seed says, restarts PostgreSQL once as if the power had gone, and counts.
 */
export async function runUnderFire(durationMs: number, seed: number): Promise<UnderFireReport> {
  const postgres = await startPostgres();
  const database = openDatabase({ url: postgres.url });
  const schedulers: Program[] = [];
  try {
    await migrate(database);
    const start = () => startSchedulerProcess(postgres.url, SCHEDULES);
    for (let index = 0; index < SCHEDULERS; index++) schedulers.push(start());
    await Promise.all(schedulers.map((scheduler) => scheduler.line(/"ready"/, 60_000)));
    const fire = fireAt(schedulers, { start, durationMs, random: seeded(seed) });
    const downMs = await restartInTheMiddle(postgres, durationMs);
    const { kills, freezes } = await fire;
    return { kills, freezes, downMs, ...(await count(database)) };
  } finally {
    await Promise.all(schedulers.map((scheduler) => scheduler.kill()));
    await database.close();
    await postgres.close();
  }
}

interface Fire {
  readonly start: () => Program;
  readonly durationMs: number;
  readonly random: () => number;
}

async function fireAt(schedulers: Program[], { start, durationMs, random }: Fire) {
  const endMs = performance.now() + durationMs;
  const thawing: Promise<void>[] = [];
  let kills = 0;
  let freezes = 0;
  while (performance.now() < endMs) {
    await sleep(1_000 + random() * 2_000);
    const index = Math.floor(random() * SCHEDULERS);
    const victim = schedulers[index];
    if (!victim) continue;
    if (random() < 0.3) {
      freezes++;
      victim.freeze();
      thawing.push(thawLater(victim));
    } else {
      kills++;
      await victim.kill();
      schedulers[index] = start();
    }
  }
  await Promise.all(thawing);
  return { kills, freezes };
}

async function thawLater(victim: Program): Promise<void> {
  await sleep(6_000);
  if (victim.isRunning) victim.thaw();
}

async function restartInTheMiddle(postgres: PostgresServer, durationMs: number): Promise<number> {
  await sleep(durationMs / 2);
  const downAtMs = performance.now();
  await postgres.restart('immediate');
  return performance.now() - downAtMs;
}

/** Counts up to a due time that has come by now, once everything up to it has been decided. */
async function count(database: Database) {
  const upTo = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  const faults = await until(
    async () => {
      const found = await findFaults(database, upTo);
      return found.missing.length === 0 && found;
    },
    { timeoutMs: 30_000, everyMs: 200, what: 'every due time to be fired' },
  ).catch(() => findFaults(database, upTo));
  return {
    faults,
    fired: await countFired(database),
    worstLatenessMs: await findWorstLatenessMs(database),
  };
}
