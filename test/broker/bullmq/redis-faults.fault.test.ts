import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Broker } from '../../../src/broker/broker.ts';
import { EvictingRedisError } from '../../../src/broker/broker-errors.ts';
import { openBullMqBroker } from '../../../src/broker/bullmq/open-bullmq-broker.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { type RedisServer, startRedis } from '../../servers/start-redis.ts';
import { until } from '../../until.ts';
import { DeliveryLog, settle } from '../delivery-log.ts';
import { newPublication, newPublications } from '../new-publication.ts';

describe('a Redis that cannot do what it should', () => {
  let redis: RedisServer;
  let broker: Broker | undefined;
  const queue = defineQueue({ name: freshQueueName('q'), broker: 'bullmq', workers: 'test' });

  beforeEach(async () => {
    redis = await startRedis({ args: ['--appendonly', 'yes'] });
    broker = undefined;
  });

  afterEach(async () => {
    await broker?.close();
    await redis.close();
  });

  const open = (url = redis.url) => openBullMqBroker({ address: parseRedisUrl(url) });

  it('is refused when it evicts, with the remedy', async () => {
    await redis.configSet('maxmemory-policy', 'allkeys-lru');
    const opening = open();
    await expect(opening).rejects.toThrow(EvictingRedisError);
    await expect(opening).rejects.toThrow(/allkeys-lru.*CONFIG SET maxmemory-policy noeviction/);
  });

  it('gets no jobs when it evicts and was away at the start, until it is mended', async () => {
    await redis.kill();
    broker = await open();
    await redis.start();
    await redis.configSet('maxmemory-policy', 'allkeys-lru');
    await until(async () => (await publishOne())?.message.includes('allkeys-lru'), {
      what: 'a refusal that names the policy',
    });
    await redis.configSet('maxmemory-policy', 'noeviction');
    await until(async () => (await publishOne()) === undefined, { what: 'a confirmation' });
    expect((await broker.counts(queue)).ready).toBe(1);
  });

  it('refuses at once when its memory is full, finishes what is held, and takes messages again', async () => {
    broker = await open();
    await broker.publish(newPublications(queue, 5));
    const log = new DeliveryLog();
    await broker.consume(queue, { hold: 5 }, log.take);
    await log.wait(5);
    await redis.configSet('maxmemory', '1mb');
    const startedAtMs = performance.now();
    expect(await publishOne()).toMatchObject({ kind: 'refused', message: expect.stringContaining('OOM') });
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
    await Promise.all(log.deliveries.map(settle));
    await redis.configSet('maxmemory', '0');
    expect(await publishOne()).toBeUndefined();
    await log.wait(6, 5_000);
    expect(log.deliveries).toHaveLength(6);
  });

  it('does not make a settled message come again when it cannot write for 3 s', async () => {
    broker = await open();
    await broker.publish([newPublication(queue)]);
    const log = new DeliveryLog();
    await broker.consume(queue, { hold: 5 }, log.take);
    const [delivery] = await log.wait(1);
    await redis.configSet('min-replicas-to-write', '1');
    const settling = delivery?.settle();
    expect(await publishOne()).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('NOREPLICAS'),
    });
    setTimeout(() => void redis.configSet('min-replicas-to-write', '0'), 3_000);
    await settling;
    expect(await broker.counts(queue)).toEqual({ ready: 0, held: 0 });
    expect(delivery?.isLost()).toBe(false);
  });

  it('is a replica for a while: refuses, then takes messages again', async () => {
    broker = await open();
    const log = new DeliveryLog(settle);
    await broker.consume(queue, { hold: 5 }, log.take);
    await broker.publish([newPublication(queue)]);
    await log.wait(1);
    await redis.command('REPLICAOF', '127.0.0.1', '1');
    expect(await publishOne()).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('READONLY'),
    });
    await redis.command('REPLICAOF', 'NO', 'ONE');
    await until(async () => (await publishOne()) === undefined, { what: 'a confirmation' });
    await log.wait(2, 5_000);
    expect(log.deliveries.every((each) => each.body.kind === 'json')).toBe(true);
  });

  it('keeps the lock of a message that comes back to the consumer which had lost it', async () => {
    broker = await open();
    await broker.publish([newPublication(queue)]);
    const log = new DeliveryLog();
    await broker.consume(queue, { hold: 5 }, log.take);
    const [lost] = await log.wait(1);
    const [lock] = (await redis.command('KEYS', `bull:${queue.name}:*:lock`)) as string[];
    await redis.command('SET', String(lock), 'somebody else', 'PX', '1');
    const [, again] = await log.wait(2, 20_000);
    expect(lost?.isLost()).toBe(true);
    expect(again?.isFirst).toBe(false);
    await lost?.settle();
    await sleep(18_000);
    expect(again?.isLost()).toBe(false);
    expect(log.deliveries).toHaveLength(2);
    await again?.settle();
    expect(await broker.counts(queue)).toEqual({ ready: 0, held: 0 });
  });

  it('may have forgotten when it was restarted, and says so for each consumed queue', async () => {
    broker = await open();
    const forgotten: string[] = [];
    await broker.consume(queue, { hold: 5 }, () => {});
    broker.on('forgot', (name, why) => forgotten.push(`${name}: ${why}`));
    await until(() => forgotten.length === 1, { what: 'the first look' });
    await redis.kill();
    await redis.start();
    await until(() => forgotten.length === 2, { what: 'the restart to be noticed' });
    expect(forgotten[1]).toMatch(new RegExp(`^${queue.name}: .*restarted`));
  });

  it('tells whoever only asks for counts that it was wiped', async () => {
    broker = await open();
    const forgotten: string[] = [];
    broker.on('forgot', (name) => forgotten.push(name));
    await broker.counts(queue);
    await until(() => forgotten.length === 1, { what: 'the first look' });
    await redis.command('FLUSHALL');
    await until(() => forgotten.length === 2, { what: 'the wipe to be noticed' });
    expect(forgotten).toEqual([queue.name, queue.name]);
  });

  it('lets in an ACL user with a password, and says who was refused without telling the password', async () => {
    await redis.command('ACL', 'SETUSER', 'ann', 'on', '>s3cret', '~*', '&*', '+@all');
    await redis.command('CONFIG', 'SET', 'requirepass', 'other');
    const port = new URL(redis.url).port;
    broker = await open(`redis://ann:s3cret@127.0.0.1:${port}`);
    expect(await publishOne()).toBeUndefined();
    const refused = await open(`redis://ann:wr0ng@127.0.0.1:${port}`);
    const [answer] = await refused.publish([newPublication(queue)]);
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('WRONGPASS') });
    expect(JSON.stringify([answer?.message, answer?.cause])).not.toContain('wr0ng');
    await refused.close();
  });

  async function publishOne() {
    return (await broker?.publish([newPublication(queue)]))?.[0];
  }
});
