import type { Broker } from '../../../src/broker/broker.ts';
import { openBullMqPostgresBroker } from '../../../src/broker/bullmq/open-bullmq-postgres-broker.ts';
import type { OpenArgs } from '../broker-under-test.ts';

/** Opens BullMQ on the PostgreSQL at `url`. */
export function open({ url }: OpenArgs): Promise<Broker> {
  return openBullMqPostgresBroker({ databaseUrl: String(url) });
}
