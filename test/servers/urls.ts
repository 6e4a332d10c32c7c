import { inject } from 'vitest';

/** The PostgreSQL of this run; make a database of your own on it with `freshDatabase`. */
export const databaseUrl = inject('databaseUrl');

/** The Redis of this run; keep to queue names and key prefixes of your own, and never flush it. */
export const redisUrl = inject('redisUrl');

/** The RabbitMQ of this run; keep to queue and exchange names of your own. */
export const amqpUrl = inject('amqpUrl');
