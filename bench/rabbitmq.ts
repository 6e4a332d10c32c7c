import { parseArgs } from 'node:util';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open-database.ts';
import { median } from './median.ts';
import { amqplibCarrier } from './rabbitmq/amqplib-carrier.ts';
import { brokerCarrier } from './rabbitmq/broker-carrier.ts';
import type { Carrier, CarrierOptions } from './rabbitmq/carrier.ts';
import { type Figures, measureConsuming, measurePublishing } from './rabbitmq/measure.ts';
import { platformCarrier } from './rabbitmq/platform-carrier.ts';

// Nightshift beside bare amqplib, alternating, on the servers of AMQP_URL and DATABASE_URL: its broker alone, and whole
// with a queue that is not recorded. Confirmed publications with 100 in flight; then consuming what was published, one by
// one and in batches, with the same prefetch and concurrency.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    messages: { type: 'string', default: '20000' },
    prefetch: { type: 'string', default: '250' },
    batch: { type: 'string', default: '500' },
    json: { type: 'boolean', default: false },
  },
});
const url = process.env['AMQP_URL'] ?? 'amqp://guest:guest@127.0.0.1:5672';
const databaseUrl = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/bench';
const messages = Number(values.messages);
const oneByOne: CarrierOptions = { url, databaseUrl, prefetch: Number(values.prefetch) };
// With two batches in hand the next one fills while one is handled.
const batch = Number(values.batch);
const batched: CarrierOptions = { url, databaseUrl, prefetch: batch * 2, batch };

const database = openDatabase({ url: databaseUrl });
await migrate(database);
await database.close();

const lines: Readonly<Record<string, () => Promise<Carrier>>> = {
  amqplib: () => amqplibCarrier(oneByOne),
  broker: () => brokerCarrier(oneByOne),
  unrecorded: () => platformCarrier(oneByOne),
  'amqplib, batches': () => amqplibCarrier(batched),
  'unrecorded, batches': () => platformCarrier(batched),
};
const names = Object.keys(lines);
const rounds: Readonly<Record<string, { readonly publish: Figures; readonly consume: Figures }>>[] = [];
// One round more than asked for: the first warms up, and is not counted.
for (let round = 0; round <= Number(values.rounds); round += 1) {
  const figures: Record<string, { readonly publish: Figures; readonly consume: Figures }> = {};
  for (const name of round % 2 === 0 ? names : names.toReversed()) {
    const carrier = await lines[name]?.();
    if (!carrier) continue;
    const publish = await measurePublishing(carrier, messages, 100);
    figures[name] = { publish, consume: await measureConsuming(carrier, messages) };
    await carrier.close();
  }
  if (round > 0) rounds.push(figures);
}

const result = [
  compare('publish', ['amqplib', 'broker', 'unrecorded']),
  compare('consume', ['amqplib', 'broker', 'unrecorded']),
  compare('consume', ['amqplib, batches', 'unrecorded, batches']),
].flat();
if (values.json) process.stdout.write(`${JSON.stringify({ ...values, result })}\n`);
else
  for (const { what, line, perSecond, ratio, cpuMicros } of result)
    process.stdout.write(
      `${what.padEnd(8)} ${line.padEnd(20)} ${perSecond}/s, ${ratio} of amqplib; ${cpuMicros} µs CPU each\n`,
    );

/** Medians over the rounds; ratios to the first of the lines, the medians of the rounds' own. */
function compare(what: 'publish' | 'consume', compared: readonly string[]) {
  const [bare = ''] = compared;
  return compared.map((line) => {
    const figures = rounds.flatMap((round) => round[line]?.[what] ?? []);
    const base = rounds.flatMap((round) => round[bare]?.[what] ?? []);
    const ratios = figures.map(({ perSecond }, at) => perSecond / (base[at]?.perSecond ?? 0));
    return {
      what,
      line,
      perSecond: median(figures.map(({ perSecond }) => perSecond)),
      ratio: Number(median(ratios).toFixed(2)),
      cpuMicros: Number(median(figures.map(({ cpuMicros }) => cpuMicros)).toFixed(1)),
    };
  });
}
