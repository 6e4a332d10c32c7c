import { examineRabbitMq } from '../../broker/rabbitmq/doctor.ts';
import type { Config } from '../../config/load-config.ts';
import type { Queue } from '../../job/queue.ts';
import type { CommandContext } from '../command-context.ts';
import { type Finding, findingsAbout } from './finding.ts';

/** Looks at RabbitMQ and at its queues; only at the server where the folder holds no application. Never rejects. */
export async function examineAmqp(
  { address, managementUrl }: Config['amqp'],
  application: CommandContext['application'],
): Promise<readonly Finding[]> {
  const { ok } = findingsAbout('RabbitMQ');
  if (!address) return [ok('server', 'not configured: its queues live on BullMQ')];
  const queues = await queuesOf(application);
  return examineRabbitMq({ address, queues, ...(managementUrl !== undefined && { managementUrl }) });
}

async function queuesOf(application: CommandContext['application']): Promise<readonly Queue[]> {
  try {
    const { registry } = await application();
    return registry.queues.filter(({ broker }) => broker === 'rabbitmq');
  } catch {
    return [];
  }
}
