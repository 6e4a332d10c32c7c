import type { Broker } from '../../../src/broker/broker.ts';
import { openBullMqBroker } from '../../../src/broker/bullmq/open-bullmq-broker.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import type { OpenArgs } from '../broker-under-test.ts';

/** Opens BullMQ on the Redis at `url`. */
export function open({ url, prefix }: OpenArgs): Promise<Broker> {
  return openBullMqBroker({ address: parseRedisUrl(String(url)), prefix: String(prefix) });
}
