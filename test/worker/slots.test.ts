import { expect, test } from 'vitest';
import { Slots } from '../../src/worker/slots.ts';

test('gives slots at once while there are any, then in order of asking', async () => {
  const slots = new Slots(2);
  expect(slots.take()).toBe(true);
  expect(slots.take()).toBe(true);
  const order: string[] = [];
  const third = Promise.resolve(slots.take()).then(() => order.push('third'));
  const fourth = Promise.resolve(slots.take()).then(() => order.push('fourth'));
  slots.give();
  await third;
  slots.give();
  await fourth;
  expect(order).toEqual(['third', 'fourth']);
  expect(slots.used).toBe(2);
});

test('one that must be alone waits for the others, and the others wait for it', async () => {
  const slots = new Slots(3);
  await slots.take();
  await slots.take();
  const alone = slots.takeAlone();
  const later = slots.take();
  expect(later).toBeInstanceOf(Promise);
  slots.give();
  expect(await alone).toBe(true);
  expect(slots.used).toBe(1);
  slots.giveAlone();
  expect(await later).toBe(true);
  expect(slots.free).toBe(2);
});

test('closing sends away who waits and who will ask', async () => {
  const slots = new Slots(1);
  await slots.take();
  const waiting = slots.take();
  slots.close();
  expect(await waiting).toBe(false);
  expect(slots.take()).toBe(false);
});
