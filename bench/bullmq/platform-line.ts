import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load-config.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { openPlatform } from '../../src/platform/platform.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import type { RunningWorker } from '../../src/worker/running-worker.ts';
import { startWorker } from '../../src/worker/start-worker.ts';
import { type BenchServers, type Line, payload, type WorkOptions } from './line.ts';

/** Nightshift as applications use it: `enqueue`, `enqueueMany`, and a worker with a handler and a schema. */
export async function platformLine(
  { redisUrl, databaseUrl, prefix }: BenchServers,
  { recorded }: { readonly recorded: boolean },
): Promise<Line> {
  const queue = defineQueue({
    name: recorded ? 'recorded' : 'unrecorded',
    broker: 'bullmq',
    workers: 'bench',
    recorded,
  });
  let options: WorkOptions = { busyMs: 0 };
  const job = defineJob({
    name: 'bench.do-nothing',
    queue: queue.name,
    payload: z.strictObject({ to: z.string(), subject: z.string(), body: z.string() }),
    run: async () => {
      options.onStart?.();
      if (options.busyMs > 0) await sleep(options.busyMs);
    },
  });
  const env = {
    DATABASE_URL: databaseUrl,
    NIGHTSHIFT_REDIS_PREFIX: prefix,
    // At full speed a job waits its turn; here the rate counts, and not the deadline.
    NIGHTSHIFT_ENQUEUE_TIMEOUT_MS: '30000',
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  };
  const config = loadConfig(env, { envFile: false });
  const platform = await openPlatform({
    config,
    queues: [queue],
    jobs: [job],
    log: silentLog,
    name: 'bench',
  });
  const broker = await platform.brokers.of(queue);
  let worker: RunningWorker | undefined;
  const stopWork = async (): Promise<void> => {
    await worker?.stop({ graceMs: 5_000 });
    worker = undefined;
  };
  return {
    add: async () => void (await platform.producer.enqueue(job, payload)),
    addMany: async (count) =>
      void (await platform.producer.enqueueMany(
        job,
        Array.from({ length: count }, () => payload),
      )),
    async startWork(concurrency, given) {
      options = given;
      worker = await startWorker({
        group: 'bench',
        queues: [queue],
        services: {},
        concurrency,
        ...platform,
        ...(given.onEnd && { onEnd: given.onEnd }),
      });
    },
    stopWork,
    async wipe() {
      await broker.purge(queue);
      await platform.database.query(
        'TRUNCATE nightshift.jobs, nightshift.outbox, nightshift.attempts, nightshift.job_keys',
      );
    },
    async close() {
      await stopWork();
      await platform.close();
    },
  };
}
