import { parseArgs } from 'node:util';
import { median } from './median.ts';
import { amqplibCarrier } from './rabbitmq/amqplib-carrier.ts';
import { type Figures, measureConsuming, measurePublishing } from './rabbitmq/measure.ts';
import { nightshiftCarrier } from './rabbitmq/nightshift-carrier.ts';

// The broker beside bare amqplib, alternating, on the server of AMQP_URL: confirmed publications with 100 in flight,
// then consuming what was published, with the same prefetch; amqplib acknowledges one by one.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    messages: { type: 'string', default: '20000' },
    prefetch: { type: 'string', default: '250' },
    json: { type: 'boolean', default: false },
  },
});
const url = process.env['AMQP_URL'] ?? 'amqp://guest:guest@127.0.0.1:5672';
const messages = Number(values.messages);
const prefetch = Number(values.prefetch);

const measured: Record<'amqplib' | 'nightshift', { publish: Figures[]; consume: Figures[] }> = {
  amqplib: { publish: [], consume: [] },
  nightshift: { publish: [], consume: [] },
};
// One round more than asked for: the first warms up, and is not counted.
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const name of ['amqplib', 'nightshift'] as const) {
    const carrier = await (name === 'amqplib' ? amqplibCarrier(url) : nightshiftCarrier(url));
    const publish = await measurePublishing(carrier, messages, 100);
    const consume = await measureConsuming(carrier, messages, prefetch);
    await carrier.close();
    if (round === 0) continue;
    measured[name].publish.push(publish);
    measured[name].consume.push(consume);
  }
}

const result = (['publish', 'consume'] as const).map((what) => {
  const amqplib = summary(measured.amqplib[what]);
  const nightshift = summary(measured.nightshift[what]);
  return { what, amqplib, nightshift, ratio: Number((nightshift.perSecond / amqplib.perSecond).toFixed(2)) };
});
if (values.json) process.stdout.write(`${JSON.stringify({ ...values, result })}\n`);
else for (const { what, amqplib, nightshift, ratio } of result) print(what, amqplib, nightshift, ratio);

function summary(figures: readonly Figures[]): Figures {
  return {
    perSecond: median(figures.map(({ perSecond }) => perSecond)),
    cpuMicros: Number(median(figures.map(({ cpuMicros }) => cpuMicros)).toFixed(1)),
  };
}

function print(what: string, amqplib: Figures, nightshift: Figures, ratio: number): void {
  const show = ({ perSecond, cpuMicros }: Figures): string => `${perSecond}/s (${cpuMicros} µs CPU)`;
  process.stdout.write(`${what}: amqplib ${show(amqplib)}, nightshift ${show(nightshift)}, ratio ${ratio}\n`);
}
