import { randomUUID } from 'node:crypto';
import type { BrokerKind } from '../../src/job/queue.ts';
import { amqpUrl, redisUrl } from '../servers/urls.ts';

/** The back ends that the platform suite runs on, and what the environment says for each. */
export interface Carrier {
  readonly name: string;
  readonly broker: BrokerKind;
  readonly env: () => Readonly<Record<string, string>>;
}

export const CARRIERS: readonly Carrier[] = [
  {
    name: 'BullMQ on Redis',
    broker: 'bullmq',
    env: () => ({ REDIS_URL: redisUrl, NIGHTSHIFT_REDIS_PREFIX: `t${randomUUID().slice(0, 8)}` }),
  },
  { name: 'BullMQ on PostgreSQL', broker: 'bullmq', env: () => ({}) },
  { name: 'RabbitMQ', broker: 'rabbitmq', env: () => ({ AMQP_URL: amqpUrl }) },
];
