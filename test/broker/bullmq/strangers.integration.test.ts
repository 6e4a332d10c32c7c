import { Queue as BullMqQueue, FlowProducer, type JobsOptions } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Broker } from '../../../src/broker/broker.ts';
import { openBullMqBroker } from '../../../src/broker/bullmq/open-bullmq-broker.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import { isJobId, newJobId } from '../../../src/job/job-id.ts';
import { defineQueue, type Queue } from '../../../src/job/queue.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { redisUrl } from '../../servers/urls.ts';
import { until } from '../../until.ts';
import { DeliveryLog, idOf, settle } from '../delivery-log.ts';

describe('jobs that plain BullMQ has added', () => {
  const prefix = freshQueueName('strangers');
  let broker: Broker;
  let bare: BullMqQueue;
  let queue: Queue;

  beforeEach(async () => {
    queue = defineQueue({ name: freshQueueName('q'), broker: 'bullmq', workers: 'test' });
    broker = await openBullMqBroker({ address: parseRedisUrl(redisUrl), prefix });
    bare = new BullMqQueue(queue.name, { prefix, connection: { url: redisUrl } });
  });

  afterEach(async () => {
    await broker.close();
    await bare.obliterate({ force: true });
    await bare.close();
  });

  async function consume(act: ConstructorParameters<typeof DeliveryLog>[0] = settle): Promise<DeliveryLog> {
    const log = new DeliveryLog(act);
    await broker.consume(queue, { hold: 5 }, log.take);
    return log;
  }

  it.each<[string, JobsOptions, object]>([
    ['is removed when it says nothing', {}, { completed: 0, failed: 0 }],
    ['is kept when it asks for that', { removeOnComplete: false }, { completed: 1, failed: 0 }],
    ['is not tried again, whatever it allows', { attempts: 5, backoff: 10 }, { completed: 0, failed: 0 }],
  ])('one that is settled %s', async (_, options, counts) => {
    await bare.add('theirs', { to: 'ann' }, options);
    const log = await consume();
    await log.wait(1);
    await until(async () => (await broker.counts(queue)).held === 0, { what: 'it to be settled' });
    expect(await bare.getJobCounts('completed', 'failed')).toEqual(counts);
    expect(await broker.counts(queue)).toEqual({ ready: 0, held: 0 });
    expect(log.deliveries).toHaveLength(1);
  });

  it('are delivered by their priority, and when their delay is over', async () => {
    await bare.add('late', {}, { delay: 2_000 });
    await bare.add('second', {}, { priority: 2 });
    await bare.add('first', {}, { priority: 1 });
    const log = new DeliveryLog(settle);
    await broker.consume(queue, { hold: 1 }, log.take);
    await log.wait(3);
    expect(log.deliveries.map(({ name }) => name)).toEqual(['first', 'second', 'late']);
  });

  it('get an id of their own for each time that a job id is used', async () => {
    const log = await consume();
    for (let round = 1; round <= 3; round += 1) {
      await bare.add('theirs', {}, { jobId: 'always-the-same', timestamp: 1_700_000_000_000 + round });
      await log.wait(round);
      await until(async () => (await broker.counts(queue)).held === 0, { what: 'it to be settled' });
    }
    expect(new Set(log.deliveries.map(idOf)).size).toBe(3);
  });

  it.each([Number.NaN, -1, 0, 1, 9e15])('get a usable id though their timestamp is %s', async (timestamp) => {
    const job = await bare.add('theirs', {});
    const redis = await bare.getBackend().client;
    await redis.hset(bare.toKey(job.id ?? ''), { timestamp: String(timestamp) });
    const log = await consume();
    await log.wait(1);
    const id = log.deliveries.map(idOf)[0];
    expect(isJobId(id)).toBe(true);
    const timeMs = Number.parseInt(id?.replace('-', '').slice(0, 12) ?? '', 16);
    expect(new Date(timeMs).getUTCFullYear()).toBeGreaterThanOrEqual(2020);
    expect(new Date(timeMs).getUTCFullYear()).toBeLessThan(2100);
  });

  it('come again and again when a scheduler of theirs makes them', async () => {
    await bare.upsertJobScheduler('theirs', { every: 100 });
    const log = await consume();
    await log.wait(4);
    expect(new Set(log.deliveries.map(idOf)).size).toBe(log.deliveries.length);
    await bare.removeJobScheduler('theirs');
  });

  it('wait for their children, which are delivered first', async () => {
    const flows = new FlowProducer({ prefix, connection: { url: redisUrl } });
    const child = (name: string) => ({ name, queueName: queue.name });
    await flows.add({ ...child('parent'), children: [child('one'), child('two')] });
    const log = await consume();
    await log.wait(3);
    expect(log.deliveries.map(({ name }) => name).at(-1)).toBe('parent');
    await flows.close();
  });

  it.each([
    ['is no object', 'ns'],
    ['lacks the numbers', { v: 1 }],
    ['has texts for numbers', { v: 1, jv: '1', pub: '1' }],
    ['names another publication', { v: 1, jv: 1, pub: 2 }],
  ])('are taken for theirs when a mark like ours %s', async (_, ns) => {
    const options: JobsOptions & { readonly ns: unknown } = { jobId: `${newJobId()}-1`, ns };
    await bare.add('theirs', {}, options);
    const log = await consume();
    const [delivery] = await log.wait(1);
    expect(delivery?.mark.kind).toBe('stranger');
  });

  it('are taken for theirs when a mark is good but the id is not one of ours', async () => {
    const options: JobsOptions & { readonly ns: unknown } = { jobId: 'x-1', ns: { v: 1, jv: 1, pub: 1 } };
    await bare.add('theirs', {}, options);
    const log = await consume();
    const [delivery] = await log.wait(1);
    expect(delivery?.mark.kind).toBe('stranger');
  });
});
