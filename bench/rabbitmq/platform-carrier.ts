import { z } from 'zod';
import { loadConfig } from '../../src/config/load-config.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { openPlatform } from '../../src/platform/platform.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import type { RunningWorker } from '../../src/worker/running-worker.ts';
import { startWorker } from '../../src/worker/start-worker.ts';
import type { Carrier, CarrierOptions } from './carrier.ts';
import { deleteQueue } from './delete-queue.ts';

/** Nightshift as applications use it, on a queue that is not recorded: `enqueue`, and a worker with a handler and a schema. */
export async function platformCarrier(options: CarrierOptions): Promise<Carrier> {
  const { url, databaseUrl, prefetch, batch } = options;
  const queue = defineQueue({
    name: `bench-platform-${process.pid}-${Date.now()}`,
    broker: 'rabbitmq',
    workers: 'bench',
    recorded: false,
    prefetch,
  });
  const common = {
    name: 'bench.do-nothing',
    queue: queue.name,
    payload: z.strictObject({ to: z.string(), subject: z.string(), body: z.string() }),
  } as const;
  const job =
    batch === undefined
      ? defineJob({ ...common, run: () => {} })
      : defineJob({
          ...common,
          batch: { size: batch, waitMs: 10 },
          run: async () => {},
        });
  const env = { DATABASE_URL: databaseUrl, AMQP_URL: url, NIGHTSHIFT_ENQUEUE_TIMEOUT_MS: '30000' };
  const platform = await openPlatform({
    config: loadConfig(env, { envFile: false }),
    queues: [queue],
    jobs: [job],
    log: silentLog,
    name: 'bench',
  });
  let worker: RunningWorker | undefined;
  return {
    publish: (payload) => platform.producer.enqueue(job, payload),
    async consume(onMessage) {
      worker = await startWorker({
        group: 'bench',
        queues: [queue],
        services: {},
        concurrency: prefetch,
        ...platform,
        onEnd: onMessage,
      });
    },
    async close() {
      await worker?.stop({ graceMs: 5_000 });
      await platform.close();
      await deleteQueue(url, queue.name);
    },
  };
}
