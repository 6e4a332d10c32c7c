import type { ChaosQueues } from './chaos-jobs.ts';

/** What the processes of a scenario are told, as JSON in `CHAOS_TASK`. */
export interface ProgramTask {
  readonly queues: ChaosQueues;
  readonly effectsPort: number;
  readonly concurrency: number;
  readonly graceMs: number;
  readonly reconciles: boolean;
  /** Of a hundred batches that the broker has confirmed, after so many the relay dies before the ledger knows. */
  readonly relayDiesPercent: number;
  /** A dropped consumer cannot be rebuilt either. */
  readonly consumersStayDropped: boolean;
}
