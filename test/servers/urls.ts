import { inject } from 'vitest';

/** The Redis of this run; keep to queue names and key prefixes of your own, and never flush it. */
export const redisUrl = inject('redisUrl');

/** The RabbitMQ of this run; keep to queue and exchange names of your own. */
export const amqpUrl = inject('amqpUrl');
