import type { Platform } from '../src/platform/platform.ts';
import type { Probe } from '../src/telemetry/dependency-watch.ts';

/** The servers that the board asks: PostgreSQL for everything, and the brokers of queues that are not recorded. */
export function dependenciesOf({ database, brokers, registry }: Platform): Readonly<Record<string, Probe>> {
  const probes: Record<string, Probe> = { postgresql: () => database.query('SELECT 1') };
  for (const queue of registry.queues)
    if (!queue.recorded) probes[brokers.kindOf(queue)] ??= async () => (await brokers.of(queue)).ping();
  return probes;
}
