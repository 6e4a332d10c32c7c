import { randomBytes } from 'node:crypto';

/** A queue name, or a key prefix, that nothing else uses. */
export function freshQueueName(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString('hex')}`;
}
