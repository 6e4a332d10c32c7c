import { onTestFinished } from 'vitest';
import { migrateBullMqPostgres } from '../../src/broker/bullmq/migrate-bullmq-postgres.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { JobDefinition } from '../../src/job/job-definition.ts';
import { defineQueue, type Queue, type QueueDefinition } from '../../src/job/queue.ts';
import { openPlatform, type Platform } from '../../src/platform/platform.ts';
import { startPlatformRelay } from '../../src/platform/start-platform-relay.ts';
import type { JobProducer } from '../../src/producer/make-producer.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import type { RunningWorker } from '../../src/worker/running-worker.ts';
import { type StartWorkerOptions, startWorker } from '../../src/worker/start-worker.ts';
import { freshQueueName } from '../servers/fresh-queue-name.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';
import type { Carrier } from './carriers.ts';

/** A whole Nightshift of one test's own, on one carrier: database, queue, producer, relay and workers. */
export interface Bundle {
  readonly queue: Queue;
  readonly env: Readonly<Record<string, string>>;
  readonly platform: Platform;
  readonly producer: JobProducer;
  /** Starts one more worker in this process; it is stopped when the test is over. */
  readonly startWorker: (options?: Partial<StartWorkerOptions>) => Promise<RunningWorker>;
}

export interface BundleOptions {
  /** Definitions, given the name of the test's queue. */
  readonly jobs: (queue: string) => readonly JobDefinition[];
  readonly queue?: Partial<QueueDefinition>;
  readonly env?: Readonly<Record<string, string>>;
}

export async function makeBundle(carrier: Carrier, options: BundleOptions): Promise<Bundle> {
  const fresh = await migratedDatabase();
  onTestFinished(() => fresh.drop());
  const env = { DATABASE_URL: fresh.url, ...carrier.env(), ...options.env };
  if (carrier.name === 'BullMQ on PostgreSQL') await migrateBullMqPostgres(fresh.url);
  const queue = defineQueue({
    name: freshQueueName('platform'),
    broker: carrier.broker,
    workers: 'test',
    ...options.queue,
  });
  const jobs = options.jobs(queue.name);
  const platform = await openPlatform({
    config: loadConfig(env, { envFile: false }),
    queues: [queue],
    jobs,
    log: silentLog,
    name: 'test',
  });
  onTestFinished(() => platform.close());
  const relay = await startPlatformRelay(platform);
  onTestFinished(() => relay.stop());
  return {
    queue,
    env,
    platform,
    producer: platform.producer,
    startWorker: async (given = {}) => {
      const worker = await startWorker({
        group: 'test',
        queues: [queue],
        services: {},
        concurrency: 5,
        ...platform,
        ...given,
      });
      onTestFinished(() => worker.stop({ graceMs: 2_000 }));
      return worker;
    },
  };
}
