import { Queue } from 'bullmq';
import { connectRedis } from '../../src/broker/bullmq/connect-redis.ts';
import type { RedisAddress } from '../../src/config/redis-address.ts';
import type { BoardSource } from './board-source.ts';
import type { LedgerQueue } from './ledger-queue.ts';
import { UnrecordedBullMqAdapter } from './unrecorded-bullmq-adapter.ts';

export interface RedisQueues {
  adapterOf(queue: LedgerQueue): UnrecordedBullMqAdapter;
  close(): Promise<void>;
}

/** Looks into BullMQ's queues on Redis, all through one connection, which never keeps a question for later. */
export function openRedisQueues({ platform }: BoardSource, address: RedisAddress): RedisQueues {
  const connection = connectRedis(address, 'publish');
  // The broker's own connection tells of outages in the log.
  connection.on('error', () => undefined);
  const opened: Queue[] = [];
  return {
    adapterOf: (queue) => {
      const bullQueue = new Queue(queue.queue.name, {
        connection,
        prefix: platform.config.redis.prefix,
        skipMetasUpdate: true,
        skipVersionCheck: true,
      });
      bullQueue.on('error', () => undefined);
      opened.push(bullQueue);
      return new UnrecordedBullMqAdapter(bullQueue, queue);
    },
    close: async () => {
      await Promise.allSettled(opened.map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}
