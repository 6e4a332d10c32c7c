import type { Broker } from '../broker/broker.ts';
import { Brokers } from '../broker/brokers.ts';
import type { Config } from '../config/load-config.ts';
import type { Queue } from '../job/queue.ts';
import type { Log } from '../telemetry/log.ts';

export interface OpenBrokersOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly queues: readonly Queue[];
  readonly log: Log;
}

/** The brokers of the configuration. Their libraries are loaded when the first queue of theirs is used. */
export function openBrokers(options: OpenBrokersOptions): Brokers {
  const { address } = options.config.amqp;
  return new Brokers({
    bullmq: () => openBullMq(options),
    ...(address === undefined ? {} : { rabbitmq: () => openRabbitMq(options, address) }),
  });
}

/** PostgreSQL connections of one process that BullMQ takes when there is no Redis. */
export const BULLMQ_POSTGRES_CONNECTIONS = 3;

async function openBullMq({ config, databaseUrl, log }: OpenBrokersOptions): Promise<Broker> {
  const { address, prefix } = config.redis;
  const deadlineMs = config.producer.enqueueTimeoutMs;
  if (address) {
    const { openBullMqBroker } = await import('../broker/bullmq/open-bullmq-broker.ts');
    return openBullMqBroker({ address, prefix, deadlineMs, log });
  }
  const { openBullMqPostgresBroker } = await import('../broker/bullmq/open-bullmq-postgres-broker.ts');
  return openBullMqPostgresBroker({
    databaseUrl,
    deadlineMs,
    log,
    maxConnections: BULLMQ_POSTGRES_CONNECTIONS,
  });
}

async function openRabbitMq(
  { config, queues, log }: OpenBrokersOptions,
  address: NonNullable<Config['amqp']['address']>,
): Promise<Broker> {
  const { openRabbitMqBroker } = await import('../broker/rabbitmq/open-rabbitmq-broker.ts');
  const { enqueueTimeoutMs: deadlineMs, maxPayloadBytes: maxBodyBytes } = config.producer;
  const { consumerTimeoutMs } = config.amqp;
  const mine = queues.filter(({ broker }) => broker === 'rabbitmq');
  return openRabbitMqBroker({ address, queues: mine, deadlineMs, maxBodyBytes, consumerTimeoutMs, log });
}
