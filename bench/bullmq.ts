import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { migrateBullMqPostgres } from '../src/broker/bullmq/migrate-bullmq-postgres.ts';
import { bareLine } from './bullmq/bare-line.ts';
import { cases } from './bullmq/cases.ts';
import { type Comparison, compare, type Lines, NAMES, type Name } from './bullmq/compare.ts';
import type { BenchServers } from './bullmq/line.ts';
import { ourLine } from './bullmq/our-line.ts';
import { comparePickUps } from './bullmq/pick-up.ts';
import { platformLine } from './bullmq/platform-line.ts';
import { inOwnDatabase } from './in-own-database.ts';

// Nightshift beside bare BullMQ (with a job id and removeOnComplete), alternating, on the servers of REDIS_URL and
// DATABASE_URL, or with `--on postgres` on that of DATABASE_URL alone: its broker alone, whole with a queue that is not
// recorded, and whole with one that is. The commands are counted over all of Redis, which should have nothing else to do.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    jobs: { type: 'string', default: '10000' },
    /** What carries the queues: `redis` or `postgres`. */
    on: { type: 'string', default: 'redis' },
    /** Only the cases whose names contain it. */
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const redisUrl =
  values.on === 'postgres' ? undefined : (process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379');
const redis = redisUrl === undefined ? undefined : new Redis(redisUrl);

await inOwnDatabase(async ({ url: databaseUrl }) => {
  await migrateBullMqPostgres(databaseUrl);
  const servers: BenchServers = { redisUrl, databaseUrl, prefix: `bench-${process.pid}` };
  const lines: Lines = {
    bullmq: bareLine(servers),
    broker: await ourLine(servers),
    unrecorded: await platformLine(servers, { recorded: false }),
    recorded: await platformLine(servers, { recorded: true }),
  };
  await measureAll(lines);
  await Promise.all(NAMES.map((name) => lines[name].close()));
});
redis?.disconnect();

async function measureAll(lines: Lines): Promise<void> {
  for (const [what, run] of Object.entries(cases)) {
    if (!what.includes(values.only)) continue;
    const result = await compare(lines, rounds, (line) => run(line, redis, Number(values.jobs)));
    tell({ what, ...result }, () => `${what}\n${NAMES.map((name) => describe(name, result)).join('')}`);
  }
  const what = 'pick-up at 50 a second';
  if (!what.includes(values.only)) return;
  const delays = await comparePickUps(lines, rounds);
  for (const name of NAMES) {
    const { p50Ms, p99Ms } = delays[name];
    tell(
      { what, line: name, p50Ms, p99Ms },
      () => `${what}  ${name.padEnd(11)} p50 ${p50Ms} ms, p99 ${p99Ms} ms\n`,
    );
  }
}

function tell(result: object, asText: () => string): void {
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : asText());
}

function describe(name: Name, comparison: Comparison): string {
  const { rates, spread, ratios, ofUnrecorded, cpu, cpuRatios, commands } = comparison;
  const [least, most] = spread[name];
  const besideOurs = name === 'recorded' ? `, ${ofUnrecorded} of unrecorded` : '';
  return `  ${name.padEnd(11)} ${rates[name]}/s (${least} to ${most}), ${ratios[name]} of bare${besideOurs}; CPU s per 10k ${cpu[name]} (${cpuRatios[name]}); Redis commands per job ${commands[name]}\n`;
}
