import type { BaseAdapter } from '@bull-board/api/baseAdapter';
import type { Queue } from '../../src/job/queue.ts';
import type { BoardSource } from './board-source.ts';
import { LedgerAdapter } from './ledger-adapter.ts';
import { LedgerQueue } from './ledger-queue.ts';
import { UnrecordedAdapter } from './unrecorded-adapter.ts';

export interface OpenAdapters {
  readonly adapters: readonly BaseAdapter[];
  close(): Promise<void>;
}

/** One adapter for each queue, in the order of the table of queues. */
export async function openAdapters(source: BoardSource): Promise<OpenAdapters> {
  const { registry, brokers, config } = source.platform;
  const { address } = config.redis;
  const isOnRedis = (queue: Queue): boolean =>
    !queue.recorded && address !== undefined && brokers.kindOf(queue) === 'bullmq';
  const redis =
    address && registry.queues.some(isOnRedis) ? await openRedisQueues(source, address) : undefined;
  const adapters = registry.queues.map((queue) => {
    const ledgerQueue = new LedgerQueue(source, queue);
    if (redis && isOnRedis(queue)) return redis.adapterOf(ledgerQueue);
    return queue.recorded ? new LedgerAdapter(ledgerQueue) : new UnrecordedAdapter(ledgerQueue);
  });
  return { adapters, close: async () => redis?.close() };
}

/** BullMQ is loaded only where one of its queues is looked into. */
async function openRedisQueues(...given: Parameters<typeof import('./redis-queues.ts').openRedisQueues>) {
  const loaded = await import('./redis-queues.ts');
  return loaded.openRedisQueues(...given);
}
