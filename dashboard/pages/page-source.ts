import type { Sessions } from '../../src/kv/sessions/sessions.ts';
import type { AuditedOperations } from '../../src/operators/audit-operations.ts';
import type { Operators } from '../../src/operators/operators.ts';
import type { Platform } from '../../src/platform/platform.ts';
import type { DependencyWatch } from '../../src/telemetry/dependency-watch.ts';
import type { RedisLook } from '../../src/telemetry/redis-look.ts';

/** What our pages are made from. */
export interface PageSource {
  readonly platform: Platform;
  readonly operations: AuditedOperations;
  readonly operators: Operators;
  readonly sessions: Sessions;
  /** All servers, those of recorded queues' brokers too. */
  readonly serverWatch: DependencyWatch;
  /** The Redis of the queues, where there is one. */
  readonly queueRedis: RedisLook | undefined;
}
