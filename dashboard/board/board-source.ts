import type { AuditedOperations } from '../../src/operators/audit-operations.ts';
import type { Platform } from '../../src/platform/platform.ts';

/** What the board's queues are shown from and worked on with. */
export interface BoardSource {
  readonly platform: Platform;
  readonly operations: AuditedOperations;
}
