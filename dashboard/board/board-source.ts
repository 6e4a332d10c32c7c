import type { Operations } from '../../src/ledger/operations.ts';
import type { Platform } from '../../src/platform/platform.ts';

/** What the board's queues are shown from and worked on with. */
export interface BoardSource {
  readonly platform: Platform;
  readonly operations: Operations;
  /** Who is said to have paused a queue, cancelled or discarded a job. */
  readonly operator: string;
}
