import type { Operations } from '../src/ledger/operations.ts';
import type { Platform } from '../src/platform/platform.ts';
import type { DependencyWatch } from '../src/telemetry/dependency-watch.ts';
import type { Metrics } from '../src/telemetry/metrics.ts';
import type { RedisLook } from '../src/telemetry/redis-look.ts';
import { askBrokers } from './ask-brokers.ts';
import { measureBrokers } from './measure-brokers.ts';
import { measureDemand } from './measure-demand.ts';
import { measureKv } from './measure-kv.ts';
import { measureLateness } from './measure-lateness.ts';
import { measureQueues } from './measure-queues.ts';
import { measureRecoveries } from './measure-recoveries.ts';
import { measureServers } from './measure-servers.ts';

export interface Measured {
  readonly platform: Platform;
  readonly operations: Operations;
  readonly serverWatch: DependencyWatch;
  /** The Redis of the queues, where there is one. */
  readonly queueRedis: RedisLook | undefined;
}

/** What the board tells of the whole installation, whichever process did it. Workers and schedulers tell of themselves. */
export function measurePlatform(
  metrics: Metrics,
  { platform, operations, serverWatch, queueRedis }: Measured,
): void {
  const { database, registry, brokers, config } = platform;
  measureQueues(metrics, operations);
  const ask = askBrokers(registry.queues, brokers);
  measureDemand(metrics, { operations, registry, ask, concurrency: config.worker.concurrency });
  measureLateness(metrics, database, registry);
  measureRecoveries(metrics, database);
  measureBrokers(metrics, { ask, brokers });
  measureServers(metrics, { serverWatch, queueRedis, kv: platform.kv, config });
  measureKv(metrics, { database, kv: platform.kv });
}
