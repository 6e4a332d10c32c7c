import type { LedgerQueue } from './ledger-queue.ts';
import { names } from './payload-form.ts';

const BROKERS = { bullmq: 'BullMQ', rabbitmq: 'RabbitMQ' } as const;

/** What stands under a queue's name: what carries it, who works on it, and which jobs it takes. */
export function describeQueue({ queue, definitions, source }: LedgerQueue): string {
  const broker = BROKERS[source.platform.brokers.kindOf(queue)];
  const jobs = definitions.length === 0 ? 'no jobs are defined for it' : `jobs: ${names(definitions)}`;
  return `${broker}, ${queue.recorded ? 'recorded' : 'not recorded'} · worker group ${queue.workers} · ${jobs}`;
}
