import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { bareLine } from './bullmq/bare-line.ts';
import { type Case, cases } from './bullmq/cases.ts';
import type { Figure } from './bullmq/measure.ts';
import { ourLine } from './bullmq/our-line.ts';
import { platformLine } from './bullmq/platform-line.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open-database.ts';
import { percentile, pickUp } from './bullmq/pick-up.ts';
import { median } from './median.ts';

// Nightshift beside bare BullMQ (with a job id and removeOnComplete), alternating, on the servers of REDIS_URL and
// DATABASE_URL: its broker alone, whole with a queue that is not recorded, and whole with one that is. The commands are
// counted over the whole server, so it should have nothing else to do.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    jobs: { type: 'string', default: '10000' },
    /** Only the cases whose names contain it. */
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const redisUrl = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const databaseUrl = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/bench';
const prefix = `bench-${process.pid}`;
const redis = new Redis(redisUrl);
const database = openDatabase({ url: databaseUrl });
await migrate(database);
await database.close();
const lines = {
  bullmq: bareLine(redisUrl, prefix),
  broker: await ourLine(redisUrl, prefix),
  unrecorded: await platformLine({ recorded: false, redisUrl, databaseUrl, prefix }),
  recorded: await platformLine({ recorded: true, redisUrl, databaseUrl, prefix }),
};
type Name = keyof typeof lines;
const names = Object.keys(lines) as readonly Name[]; // its own keys

for (const [name, run] of Object.entries(cases)) {
  if (!name.includes(values.only)) continue;
  const result = { what: name, ...(await compare(run)) };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `${name}\n${names.map((line) => describe(line, result)).join('')}`,
  );
}
const PICK_UP = 'pick-up at 50 a second';
if (PICK_UP.includes(values.only)) {
  const delays = await delaysOfAll();
  for (const line of names) {
    const [p50Ms, p99Ms] = [0.5, 0.99].map((part) => rounded(percentile(delays[line], part), 1));
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ what: PICK_UP, line, p50Ms, p99Ms })}\n`
        : `${PICK_UP}  ${line.padEnd(11)} p50 ${p50Ms} ms, p99 ${p99Ms} ms\n`,
    );
  }
}
await Promise.all(Object.values(lines).map((line) => line.close()));
redis.disconnect();

type Medians = Readonly<Record<Name, number>>;

interface Comparison {
  readonly rates: Medians;
  /** Lowest and highest rate of the rounds. */
  readonly spread: Readonly<Record<Name, readonly [number, number]>>;
  /** To bare BullMQ, the medians of the rounds' own ratios. */
  readonly ratios: Medians;
  readonly cpu: Medians;
  readonly cpuRatios: Medians;
  readonly commands: Medians;
}

function describe(line: Name, { rates, spread, ratios, cpu, cpuRatios, commands }: Comparison): string {
  const [least, most] = spread[line];
  return `  ${line.padEnd(11)} ${rates[line]}/s (${least} to ${most}), ${ratios[line]} of bare; CPU s per 10k ${cpu[line]} (${cpuRatios[line]}); Redis commands per job ${commands[line]}\n`;
}

async function delaysOfAll(): Promise<Readonly<Record<Name, readonly number[]>>> {
  const delays: Record<Name, number[]> = { bullmq: [], broker: [], unrecorded: [], recorded: [] };
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      await lines[name].wipe();
      const measured = await pickUp(lines[name], 100);
      if (round > 0) delays[name].push(...measured);
    }
  }
  return delays;
}

async function compare(run: Case): Promise<Comparison> {
  const figures: Record<Name, Figure[]> = { bullmq: [], broker: [], unrecorded: [], recorded: [] };
  // The first round warms up.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      await lines[name].wipe();
      const figure = await run(lines[name], redis, Number(values.jobs));
      if (round > 0) figures[name].push(figure);
    }
  }
  const each = <Value>(value: (name: Name) => Value): Record<Name, Value> =>
    Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>; // one of each
  const medians = (key: keyof Figure, digits: number): Medians =>
    each((name) => rounded(median(figures[name].map((figure) => figure[key])), digits));
  const ratios = (key: keyof Figure): Medians =>
    each((name) =>
      rounded(median(figures[name].map((figure, at) => figure[key] / (figures.bullmq[at]?.[key] ?? 0))), 2),
    );
  return {
    rates: medians('perSecond', 0),
    spread: each((name) => {
      const rates = figures[name].map(({ perSecond }) => Math.round(perSecond));
      return [Math.min(...rates), Math.max(...rates)] as const;
    }),
    ratios: ratios('perSecond'),
    cpu: medians('cpuSPer10k', 3),
    cpuRatios: ratios('cpuSPer10k'),
    commands: medians('commandsPerJob', 2),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
