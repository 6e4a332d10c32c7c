import { afterEach, describe, expect, it } from 'vitest';
import type { Broker } from '../../../src/broker/broker.ts';
import { openBullMqBroker } from '../../../src/broker/bullmq/open-bullmq-broker.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import type { PrivateServer } from '../../servers/private-server.ts';
import { type RedisServer, startRedis } from '../../servers/start-redis.ts';
import { until } from '../../until.ts';
import { DeliveryLog, idOf, settle } from '../delivery-log.ts';
import { newPublication, newPublications } from '../new-publication.ts';
import { startSentinel } from './start-sentinel.ts';

describe('more than one Redis', () => {
  const queue = defineQueue({ name: freshQueueName('q'), broker: 'bullmq', workers: 'test' });
  const servers: PrivateServer[] = [];
  let broker: Broker | undefined;

  afterEach(async () => {
    await broker?.close();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function start(...args: string[]): Promise<RedisServer> {
    const server = await startRedis({ args });
    servers.push(server);
    return server;
  }

  it('follows the Sentinels to the new master, loses nothing that was replicated, and says it may have', async () => {
    const master = await start();
    const replica = await start('--replicaof', '127.0.0.1', String(master.port));
    const sentinel = await startSentinel(master.port);
    servers.push(sentinel);
    await until(async () => String(await sentinel.command('SENTINEL', 'replicas', 'mymaster')).length > 0, {
      timeoutMs: 30_000,
      what: 'the Sentinel to find the replica',
    });
    broker = await openBullMqBroker({ address: parseRedisUrl(sentinel.url) });
    const forgotten: string[] = [];
    const log = new DeliveryLog(settle);
    const consumer = await broker.consume(queue, { hold: 5 }, log.take);
    await broker.publish([newPublication(queue)]);
    await log.wait(1);
    await consumer.stop();
    const publications = newPublications(queue, 20);
    await broker.publish(publications);
    await until(async () => (await replica.command('LLEN', `bull:${queue.name}:wait`)) === 20, {
      what: 'the replica to have them',
    });
    broker.on('forgot', (name) => forgotten.push(name));
    await consumer.resume();
    await master.kill();
    await until(() => publications.every(({ id }) => log.deliveries.map(idOf).includes(id)), {
      timeoutMs: 40_000,
      what: 'every replicated message',
    });
    await until(async () => (await broker?.publish([newPublication(queue)]))?.[0] === undefined, {
      timeoutMs: 20_000,
      what: 'a confirmation of the new master',
    });
    await until(() => forgotten.length > 0, { what: 'the new master to be noticed' });
    expect(forgotten).toEqual([queue.name]);
  });

  it('keeps the keys of a queue together on a Cluster', async () => {
    const nodes = await Promise.all([1, 2, 3].map(() => start('--cluster-enabled', 'yes')));
    const [first] = nodes;
    const width = Math.ceil(16_384 / nodes.length);
    for (const [at, node] of nodes.entries()) {
      const last = Math.min((at + 1) * width, 16_384) - 1;
      await node.command('CLUSTER', 'ADDSLOTSRANGE', String(at * width), String(last));
      await node.command('CLUSTER', 'MEET', '127.0.0.1', String(first?.port));
    }
    await until(
      async () => {
        const infos = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'INFO')));
        return infos.every((info) => /cluster_state:ok[^]*cluster_known_nodes:3/.test(String(info)));
      },
      { timeoutMs: 30_000, what: 'the Cluster to stand' },
    );
    const url = `redis+cluster://127.0.0.1:${first?.port}`;
    broker = await openBullMqBroker({ address: parseRedisUrl(url) });
    const log = new DeliveryLog(settle);
    await broker.consume(queue, { hold: 50 }, log.take);
    expect(await broker.publish([newPublication(queue)])).toEqual([undefined]);
    const answers = await broker.publish(newPublications(queue, 1_000));
    expect(answers.every((answer) => answer === undefined)).toBe(true);
    await log.wait(1_001, 30_000);
    await until(async () => (await broker?.counts(queue))?.held === 0, { what: 'the last to be settled' });
    expect(new Set(log.deliveries.map(idOf)).size).toBe(1_001);
  });
});
