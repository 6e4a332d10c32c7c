import type { Database } from '../../db/database.ts';
import { type Log, silentLog } from '../../telemetry/log.ts';
import type { DueReport, Ledger, Publish } from '../ledger.ts';
import { Relay } from './relay.ts';

export interface RelayOptions {
  readonly ledger: Pick<Ledger, 'dueQueues' | 'publishDue'>;
  readonly publish: Publish;
  /** To be woken by; without it the relay only looks by itself. */
  readonly database?: Pick<Database, 'listen'>;
  /** What carries a queue. When one refuses, only its own queues wait. Default: each queue stands for itself. */
  readonly carrierOf?: (queue: string) => string;
  /** Most batches that are published at a time on one carrier. Default 2. */
  readonly lanes?: number;
  /** Most rows of a batch. Default 500. */
  readonly batch?: number;
  /** How long the relay sleeps at most when nobody wakes it, in milliseconds. Default 1,000. */
  readonly pollMs?: number;
  readonly log?: Log;
  /** Told of each batch, for metrics. */
  readonly onBatch?: (queue: string, report: DueReport) => void;
}

export interface RunningRelay {
  /** Begins no more batches, and waits for those under way. */
  close(): Promise<void>;
}

/** Publishes what has been waiting in the ledger as soon as it is due. Any number of relays may run beside each other. */
export function startRelay(options: RelayOptions): RunningRelay {
  const relay = new Relay({
    carrierOf: (queue) => queue,
    lanes: 2,
    batch: 500,
    pollMs: 1_000,
    log: silentLog,
    onBatch: () => {},
    ...options,
  });
  relay.start();
  return relay;
}
