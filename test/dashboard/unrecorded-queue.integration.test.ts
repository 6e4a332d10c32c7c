import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { withChannel } from '../broker/rabbitmq/open-test-broker.ts';
import { aWorker } from '../ledger/open-test-ledger.ts';
import { freshQueueName } from '../servers/fresh-queue-name.ts';
import { amqpUrl } from '../servers/urls.ts';
import { openBoard } from './open-board.ts';

async function setUp(url: string) {
  const queue = defineQueue({
    name: freshQueueName('clicks'),
    broker: 'rabbitmq',
    workers: 'test',
    recorded: false,
  });
  const job = defineJob({
    name: 'clicks.count',
    queue: queue.name,
    payload: z.strictObject({ page: z.string() }),
    run: () => undefined,
  });
  const board = await openBoard({
    env: { AMQP_URL: url },
    queues: [queue],
    jobs: [job],
  });
  const show = async () => {
    const { body } = await board.ask<{
      queues: readonly { counts: Record<string, number>; description: string }[];
    }>(`?activeQueue=${queue.name}&page=1`);
    const [shown] = body.queues;
    if (!shown) throw new Error('the queue is not on the board');
    return shown;
  };
  return { board, queue, job, show };
}

test('shows what RabbitMQ holds, what workers run, and says what is unknown', async () => {
  const { board, queue, job, show } = await setUp(amqpUrl);
  onTestFinished(() => withChannel(amqpUrl, async (channel) => void (await channel.deleteQueue(queue.name))));
  for (const page of ['a', 'b']) await board.platform.producer.enqueue(job, { page });
  const running = [{ id: 'x', name: job.name, attempt: 1, startedAtMs: Date.now() }];
  await board.ledger.ledger.beat({ worker: aWorker(), leaseMs: 60_000, running: [], stats: { running } });
  const { counts, description } = await show();
  expect(counts).toMatchObject({ waiting: 2, active: 1, failed: 0 });
  expect(description).toContain(
    'broker: 2 ready, unknown held · consumers: 0 · a second: unknown in, unknown out',
  );
});

test('stays on the board, with unknown counts, while RabbitMQ is away', async () => {
  const { show } = await setUp('amqp://guest:guest@127.0.0.1:1');
  const { counts, description } = await show();
  expect(counts).toMatchObject({ waiting: 0, active: 0 });
  expect(description).toContain('broker: unknown ready, unknown held · consumers: unknown');
});
