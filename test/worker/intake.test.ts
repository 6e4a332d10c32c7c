import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Broker, Delivery } from '../../src/broker/broker.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import type { Json } from '../../src/job/json.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { makeRegistry } from '../../src/job/registry.ts';
import type { KeptJob, NewJob } from '../../src/ledger/ledger.ts';
import { Intake } from '../../src/worker/intake.ts';

const queue = defineQueue({ name: 'foreign', broker: 'bullmq', workers: 'test' });
const job = defineJob({
  name: 'test.foreign',
  queue: 'foreign',
  payload: z.any(),
  rateLimit: { max: 1, perMs: 1_000, key: 'key' },
  tenant: ({ owner }: { readonly owner: { readonly name: string } }) => owner.name,
  run: () => {},
});

/** What becomes of a stranger's message. */
async function take(value: unknown) {
  const kept: KeptJob[] = [];
  const adopted: NewJob[] = [];
  let settled = 0;
  const intake = new Intake({
    registry: makeRegistry([job], [queue]),
    run: async () => {},
    adopt: async (one) => adopted.push(one),
    keep: async (one) => void kept.push(one),
    maxPayloadBytes: 1_000,
  });
  const delivery = {
    queue: queue.name,
    name: job.name,
    mark: { kind: 'stranger', headers: {} },
    body: { kind: 'json', value: value as Json },
    settle: async () => {
      settled += 1;
    },
  };
  // as: the intake asks nothing else of a delivery, and nothing of a broker
  await intake.take(delivery as unknown as Delivery, queue, {} as Broker);
  return { kept, adopted, settled };
}

test("takes in a stranger's message as a job", async () => {
  expect(await take({ n: 1 })).toMatchObject({ kept: [], adopted: [{ payload: { n: 1 } }], settled: 1 });
});

test('gives it the limits and the tenant of its definition', async () => {
  const { adopted } = await take({ key: 'k', owner: { name: 'ann' } });
  expect(adopted).toMatchObject([
    { tenant: 'ann', limitKey: 'test.foreign:k', takesTurns: true, due: { kind: 'turn' } },
  ]);
});

test('makes a failed job of a payload that is too large', async () => {
  const { kept, adopted, settled } = await take({ text: 'x'.repeat(1_000) });
  expect(kept).toMatchObject([{ end: { kind: 'failed', reason: 'invalid-payload' } }]);
  expect(JSON.stringify(kept)).toContain('1011 bytes');
  expect([adopted, settled]).toEqual([[], 1]);
});

test('makes a failed job of one that is nested too deeply to be written', async () => {
  const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;
  const { kept, adopted, settled } = await take(deep);
  expect(kept).toMatchObject([{ end: { kind: 'failed', reason: 'invalid-payload' } }]);
  expect([adopted, settled]).toEqual([[], 1]);
});
