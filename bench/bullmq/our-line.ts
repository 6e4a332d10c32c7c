import type { Broker, Consumer, Publication } from '../../src/broker/broker.ts';
import { openBullMqBroker } from '../../src/broker/bullmq/open-bullmq-broker.ts';
import { openBullMqPostgresBroker } from '../../src/broker/bullmq/open-bullmq-postgres-broker.ts';
import { parseRedisUrl } from '../../src/config/redis-address.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { type BenchServers, type Line, payload } from './line.ts';

/** The broker of `src/broker/bullmq`, with nothing above it. */
export async function ourLine(servers: BenchServers): Promise<Line> {
  const queue = defineQueue({ name: 'ours', broker: 'bullmq', workers: 'bench' });
  const broker = await openBroker(servers);
  const newPublication = (): Publication => ({
    id: newJobId(),
    publication: 1,
    queue: queue.name,
    name: 'bench.do-nothing',
    payload,
    version: 1,
    isRepeat: false,
  });
  const publish = async (batch: readonly Publication[]): Promise<void> => {
    const error = (await broker.publish(batch)).find((answer) => answer !== undefined);
    if (error) throw error;
  };
  let consumer: Consumer | undefined;
  return {
    add: () => publish([newPublication()]),
    addMany: (count) => publish(Array.from({ length: count }, newPublication)),
    async startWork(concurrency, { busyMs, onStart, onEnd }) {
      consumer = await broker.consume(queue, { hold: concurrency }, (delivery) => {
        onStart?.();
        const settle = (): void => void delivery.settle().then(onEnd);
        if (busyMs > 0) setTimeout(settle, busyMs);
        else settle();
      });
    },
    stopWork: async () => consumer?.close(),
    wipe: async () => void (await broker.purge(queue)),
    close: () => broker.close(),
  };
}

function openBroker({ redisUrl, databaseUrl, prefix }: BenchServers): Promise<Broker> {
  // At full speed a publication waits its turn; here the rate counts, and not the deadline.
  const deadlineMs = 30_000;
  return redisUrl === undefined
    ? openBullMqPostgresBroker({ databaseUrl, deadlineMs })
    : openBullMqBroker({ address: parseRedisUrl(redisUrl), prefix, deadlineMs });
}
