import { Queue as BullMqQueue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Broker } from '../../../src/broker/broker.ts';
import { CorruptRows } from '../../../src/broker/bullmq/corrupt-rows.ts';
import { openBullMqBroker } from '../../../src/broker/bullmq/open-bullmq-broker.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { silentLog } from '../../../src/telemetry/log.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { redisUrl } from '../../servers/urls.ts';
import { until } from '../../until.ts';
import { DeliveryLog, settle } from '../delivery-log.ts';
import { newPublication } from '../new-publication.ts';

describe('rows that are not JSON', () => {
  const prefix = freshQueueName('corrupt');
  let redis: Redis;
  let broker: Broker;
  let bare: BullMqQueue;
  let rows: CorruptRows;
  const newQueue = () => defineQueue({ name: freshQueueName('q'), broker: 'bullmq', workers: 'test' });
  let queue = newQueue();

  beforeEach(async () => {
    queue = newQueue();
    redis = new Redis(redisUrl);
    broker = await openBullMqBroker({ address: parseRedisUrl(redisUrl), prefix });
    bare = new BullMqQueue(queue.name, { prefix, connection: { url: redisUrl } });
    rows = new CorruptRows(redis, `${prefix}:${queue.name}:`, silentLog);
  });

  afterEach(async () => {
    await broker.close();
    await bare.obliterate({ force: true });
    await bare.close();
    redis.disconnect();
  });

  const spoil = (brokerId: string, field: string, value: string | Buffer) =>
    redis.hset(`${prefix}:${queue.name}:${brokerId}`, field, value);

  it.each([
    ['data', '{bad'],
    ['opts', '{bad'],
    ['progress', '{bad'],
    ['parent', 'bad'],
  ])(
    'mends a job of ours whose %s is broken, and delivers it as rubbish before the others',
    async (field, value) => {
      const publication = newPublication(queue, { publication: 3, version: 2 });
      await broker.publish([newPublication(queue, { payload: 1 }), publication]);
      await spoil(`${publication.id}-3`, field, value);
      expect(await rows.mend()).toBe(1);
      expect(await rows.mend()).toBe(0);
      expect(await bare.getJobs()).toHaveLength(2);
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 1 }, log.take);
      const [mended, neighbour] = await log.wait(2);
      expect(mended?.mark).toMatchObject({ kind: 'ours', id: publication.id, publication: 3 });
      expect(mended?.body.kind).toBe('rubbish');
      expect(neighbour?.body).toEqual({ kind: 'json', value: 1 });
      await until(async () => (await broker.counts(queue)).held === 0, { what: 'both to be settled' });
    },
  );

  it('keeps the very bytes of broken data, in whatever state the job is', async () => {
    const broken = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x22]);
    await bare.add('theirs', {}, { jobId: 'a' });
    await bare.add('theirs', {}, { jobId: 'b', delay: 60_000 });
    await bare.add('theirs', {}, { jobId: 'c', priority: 3 });
    for (const brokerId of ['a', 'b', 'c']) await spoil(brokerId, 'data', broken);
    expect(await rows.mend()).toBe(3);
    const log = new DeliveryLog(settle);
    await broker.consume(queue, { hold: 5 }, log.take);
    const delivered = await log.wait(2);
    const raw = delivered.map(({ body }) => body.kind === 'rubbish' && Buffer.from(body.raw));
    expect(raw).toEqual([broken, broken]);
    expect(delivered.every(({ mark }) => mark.kind === 'stranger')).toBe(true);
  });

  it('delivers a row without anything in it as rubbish', async () => {
    const publication = newPublication(queue);
    await broker.publish([publication]);
    await redis.del(`${prefix}:${queue.name}:${publication.id}-1`);
    const log = new DeliveryLog(settle);
    await broker.consume(queue, { hold: 5 }, log.take);
    const [delivery] = await log.wait(1);
    expect(delivery?.body.kind).toBe('rubbish');
  });

  it('leaves sound rows alone, one that is being worked on too', async () => {
    await broker.publish([newPublication(queue), newPublication(queue)]);
    const log = new DeliveryLog();
    await broker.consume(queue, { hold: 1 }, log.take);
    await log.wait(1);
    expect(await rows.mend()).toBe(0);
    expect(await broker.counts(queue)).toEqual({ ready: 1, held: 1 });
  });
});
