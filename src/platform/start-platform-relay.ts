import { startRelay } from '../ledger/relay/start-relay.ts';
import type { Platform } from './platform.ts';

/** A relay at work. */
export interface RunningRelay {
  stop(): Promise<void>;
}

/** Publishes what becomes due, until stopped. */
export async function startPlatformRelay({
  ledger,
  database,
  brokers,
  registry,
  log,
}: Platform): Promise<RunningRelay> {
  const relay = startRelay({
    ledger,
    database,
    publish: (batch) => brokers.publish(batch, registry.getQueue),
    carrierOf: (queue) => brokers.kindOf(registry.getQueue(queue)),
    log,
  });
  return { stop: () => relay.close() };
}
