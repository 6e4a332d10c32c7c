import type { Queue } from '../job/queue.ts';
import type { Probe } from '../telemetry/dependency-watch.ts';
import type { Platform } from './platform.ts';

/** The servers that the board cannot do without: PostgreSQL for everything, and the brokers of queues that are not recorded. */
export function dependenciesOf(platform: Platform): Readonly<Record<string, Probe>> {
  return probesOf(platform, ({ recorded }) => !recorded);
}

/** Every server that jobs need. */
export function serversOf(platform: Platform): Readonly<Record<string, Probe>> {
  return probesOf(platform, () => true);
}

function probesOf(
  { database, brokers, registry }: Platform,
  isAsked: (queue: Queue) => boolean,
): Readonly<Record<string, Probe>> {
  const probes: Record<string, Probe> = { postgresql: () => database.query('SELECT 1') };
  for (const queue of registry.queues)
    if (isAsked(queue)) probes[brokers.kindOf(queue)] ??= async () => (await brokers.of(queue)).ping();
  return probes;
}
