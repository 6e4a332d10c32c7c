import { parseArgs } from 'node:util';
import { delays } from './ledger/delays.ts';
import { enqueueing } from './ledger/enqueueing.ts';
import { openBenchLedger } from './ledger/open-bench-ledger.ts';
import { processing } from './ledger/processing.ts';
import { relaying } from './ledger/relaying.ts';
import { searching } from './ledger/searching.ts';
import { median } from './median.ts';

// The ledger alone, on a database of its own on the server of DATABASE_URL, with a broker that takes everything at once.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    jobs: { type: 'string', default: '20000' },
    /** Rows of the search; filling them takes a minute. */
    rows: { type: 'string', default: '1000000' },
    /** Only the cases whose names contain it. */
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const bench = await openBenchLedger(
  process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres',
);

for (const [what, run] of Object.entries({ ...enqueueing, ...processing, ...relaying })) {
  if (!what.includes(values.only)) continue;
  const rates: number[] = [];
  // The first round warms up.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    await bench.empty();
    const rate = await run(bench, Number(values.jobs));
    if (round > 0) rates.push(rate);
  }
  const [least, most] = [Math.round(Math.min(...rates)), Math.round(Math.max(...rates))];
  tell({ what, perSecond: Math.round(median(rates)), least, most });
}
if ('delays at 200 a second'.includes(values.only)) {
  await bench.empty();
  tell({ what: 'delays at 200 a second', ...(await delays(bench)) });
}
if ('search'.includes(values.only)) {
  await bench.empty();
  for (const line of await searching(bench, Number(values.rows))) tell(line);
}
await bench.close();

function tell(line: { readonly what: string } & Readonly<Record<string, string | number>>): void {
  const { what, ...figures } = line;
  const text = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  process.stdout.write(values.json ? `${JSON.stringify(line)}\n` : `${what}: ${text.join(', ')}\n`);
}
