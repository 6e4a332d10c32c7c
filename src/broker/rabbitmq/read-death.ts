import type { ConsumeMessage } from 'amqplib';

/** Where and why RabbitMQ gave up on a message that it has dead-lettered. */
export interface Death {
  readonly queue: string;
  /** `delivery_limit`, `expired`, `maxlen` or `rejected`. */
  readonly reason: string;
}

/** Reads the first death of a message; `undefined` when it has not died. */
export function readDeath({ properties }: ConsumeMessage): Death | undefined {
  const queue: unknown = properties.headers?.['x-first-death-queue'];
  const reason: unknown = properties.headers?.['x-first-death-reason'];
  return typeof queue === 'string' && typeof reason === 'string' ? { queue, reason } : undefined;
}
