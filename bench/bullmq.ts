import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { bareLine } from './bullmq/bare-line.ts';
import { type Case, cases } from './bullmq/cases.ts';
import type { Figure } from './bullmq/measure.ts';
import { ourLine } from './bullmq/our-line.ts';
import { median } from './median.ts';

// The broker beside bare BullMQ (with a job id and removeOnComplete), alternating, on the server of REDIS_URL. The
// commands are counted over the whole server, so it should have nothing else to do.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    jobs: { type: 'string', default: '10000' },
    /** Only the cases whose names contain it. */
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const url = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const prefix = `bench-${process.pid}`;
const redis = new Redis(url);
const lines = { bullmq: bareLine(url, prefix), nightshift: await ourLine(url, prefix) };
type Name = keyof typeof lines;

for (const [name, run] of Object.entries(cases)) {
  if (!name.includes(values.only)) continue;
  const result = { what: name, ...(await compare(run)) };
  const { rates, ratio, cpu, cpuRatio, commands } = result;
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `${name}: bullmq ${rates.bullmq}/s, nightshift ${rates.nightshift}/s, ratio ${ratio}; CPU s per 10k ${cpu.bullmq} and ${cpu.nightshift}, ratio ${cpuRatio}; commands per job ${commands.bullmq} and ${commands.nightshift}\n`,
  );
}
await Promise.all(Object.values(lines).map((line) => line.close()));
redis.disconnect();

async function compare(run: Case) {
  const figures: Record<Name, Figure[]> = { bullmq: [], nightshift: [] };
  // The first round warms up.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const order: readonly Name[] = round % 2 === 0 ? ['bullmq', 'nightshift'] : ['nightshift', 'bullmq'];
    for (const name of order) {
      await lines[name].wipe();
      const figure = await run(lines[name], redis, Number(values.jobs));
      if (round > 0) figures[name].push(figure);
    }
  }
  const of = (key: keyof Figure, digits: number): Record<Name, number> => ({
    bullmq: rounded(median(figures.bullmq.map((figure) => figure[key])), digits),
    nightshift: rounded(median(figures.nightshift.map((figure) => figure[key])), digits),
  });
  const ratios = (key: keyof Figure): number =>
    rounded(
      median(figures.nightshift.map((figure, at) => figure[key] / (figures.bullmq[at]?.[key] ?? 0))),
      2,
    );
  return {
    rates: of('perSecond', 0),
    ratio: ratios('perSecond'),
    cpu: of('cpuSPer10k', 3),
    cpuRatio: ratios('cpuSPer10k'),
    commands: of('commandsPerJob', 2),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
