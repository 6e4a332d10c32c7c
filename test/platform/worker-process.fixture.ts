import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load-config.ts';
import { completed, defineJob, defineQueue } from '../../src/index.ts';
import { endThoughBusy } from '../../src/platform/end-though-busy.ts';
import { openPlatform } from '../../src/platform/platform.ts';
import { untilStopped } from '../../src/platform/stop-signals.ts';
import { makeLog } from '../../src/telemetry/make-log.ts';
import { startWorker } from '../../src/worker/start-worker.ts';

/** What a worker process of the tests is told in its environment. */
const { queueName, broker, file, graceMs, busyMs } = JSON.parse(process.env['WORKER_PROCESS'] ?? '{}') as {
  readonly queueName: string;
  readonly broker: 'bullmq' | 'rabbitmq';
  /** Each run of a job's step appends a line here: the job's number. */
  readonly file: string;
  readonly graceMs: number;
  readonly busyMs: number;
};

const queue = defineQueue({ name: queueName, broker, workers: 'test' });
const job = defineJob({
  name: 'test.effect',
  queue: queueName,
  payload: z.strictObject({ n: z.number() }),
  retry: { maxAttempts: 5, baseDelayMs: 50, maxDelayMs: 100 },
  run: async ({ n }, { step }) => {
    if (n === -1) process.kill(process.pid, 'SIGKILL');
    await sleep(busyMs);
    await step('effect', async () => appendFileSync(file, `${n}\n`));
    return completed(n);
  },
});

const log = makeLog({ level: 'warn', destination: process.stderr });
const config = loadConfig(process.env, { envFile: false });
const platform = await openPlatform({ config, queues: [queue], jobs: [job], log, name: 'test worker' });
const worker = await startWorker({
  group: 'test',
  queues: [queue],
  services: {},
  concurrency: 10,
  ...platform,
});
process.stdout.write('ready\n');
await untilStopped(worker, graceMs);
await platform.close();
endThoughBusy();
