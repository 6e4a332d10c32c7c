import { setTimeout as sleep } from 'node:timers/promises';
import { isNoAnswer } from '../../db/is-no-answer.ts';
import { type Log, silentLog } from '../../telemetry/log.ts';
import type { Broker } from '../broker.ts';
import { BrokerSchemaError } from '../broker-errors.ts';
import { BrokerEmitter } from './broker-emitter.ts';
import { BullMqBroker } from './bullmq-broker.ts';
import { PostgresCarrier } from './postgres-carrier.ts';

export interface BullMqPostgresBrokerOptions {
  readonly databaseUrl: string;
  /** The schema of BullMQ's own tables. Default `bullmq`. */
  readonly schema?: string;
  /** Most connections to PostgreSQL for all queues and workers of this broker, one of them listening. Default 4. */
  readonly maxConnections?: number;
  /** Longest that a publication waits for its answer. Default 2,000. */
  readonly deadlineMs?: number;
  /** Default: nothing is logged. */
  readonly log?: Log;
}

/**
 * Queues in PostgreSQL, for where there is no Redis. Resolves within the deadline, also when PostgreSQL is away. Throws
 * {@link BrokerSchemaError} when BullMQ's tables are not there; `migrateBullMqPostgres` makes them.
 */
export async function openBullMqPostgresBroker(options: BullMqPostgresBrokerOptions): Promise<Broker> {
  const { databaseUrl, schema = 'bullmq', maxConnections = 4, deadlineMs = 2_000, log = silentLog } = options;
  const events = new BrokerEmitter('PostgreSQL', log);
  const carrier = new PostgresCarrier({ databaseUrl, schema, maxConnections }, deadlineMs, events);
  try {
    await Promise.race([carrier.assertSchema(), sleep(deadlineMs, undefined, { ref: false })]);
  } catch (error) {
    if (!isNoAnswer(error)) {
      await carrier.close();
      throw new BrokerSchemaError(schema, error);
    }
    log.warn('PostgreSQL does not answer yet; queues start when it does');
  }
  return new BullMqBroker(carrier, events, log);
}
