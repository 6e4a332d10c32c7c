import { parseArgs } from 'node:util';
import { amqplibCarrier } from './rabbitmq/amqplib-carrier.ts';
import type { Carrier } from './rabbitmq/carrier.ts';
import { measureConsuming, measurePublishing } from './rabbitmq/measure.ts';
import { median } from './rabbitmq/median.ts';
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

const carriers = { amqplib: amqplibCarrier, nightshift: nightshiftCarrier };
const figures = {
  amqplib: { publish: [] as number[], consume: [] as number[] },
  nightshift: { publish: [] as number[], consume: [] as number[] },
};
for (let round = 0; round < Number(values.rounds); round++) {
  for (const name of ['amqplib', 'nightshift'] as const)
    await measure(await carriers[name](url), figures[name]);
}

const result = (['publish', 'consume'] as const).map((what) => {
  const amqplib = median(figures.amqplib[what]);
  const nightshift = median(figures.nightshift[what]);
  return { what, amqplib, nightshift, ratio: Number((nightshift / amqplib).toFixed(2)) };
});
if (values.json) process.stdout.write(`${JSON.stringify({ ...values, result })}\n`);
else
  for (const line of result)
    process.stdout.write(
      `${line.what}: amqplib ${line.amqplib}/s, nightshift ${line.nightshift}/s, ratio ${line.ratio}\n`,
    );

async function measure(carrier: Carrier, into: { publish: number[]; consume: number[] }): Promise<void> {
  into.publish.push(await measurePublishing(carrier, messages, 100));
  into.consume.push(await measureConsuming(carrier, messages, Number(values.prefetch)));
  await carrier.close();
}
