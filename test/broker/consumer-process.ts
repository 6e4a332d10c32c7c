import { createInterface } from 'node:readline';
import type { Delivery } from '../../src/broker/broker.ts';
import { openBroker } from './broker-under-test.ts';
import { idOf } from './delivery-log.ts';

const { module, args, queue, hold } = JSON.parse(process.argv[2] ?? '{}');
const broker = await openBroker({ module: new URL(module), args });
const held: Delivery[] = [];

function report(event: string, delivery: Delivery): void {
  const { isFirst } = delivery;
  process.stdout.write(`${JSON.stringify({ event, id: idOf(delivery), isFirst })}\n`);
}

await broker.consume(queue, { hold }, (delivery) => {
  held.push(delivery);
  report('delivered', delivery);
  delivery.onLost(() => report('lost', delivery));
});

createInterface({ input: process.stdin }).on('line', () => {
  for (const delivery of held.splice(0)) void delivery.settle().then(() => report('settled', delivery));
});
