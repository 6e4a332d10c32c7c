import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load-config.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { openPlatform } from '../../src/platform/platform.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { findPort } from '../servers/find-port.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

const flood = defineJob({ name: 'test.flood', queue: 'flood', payload: z.null(), run: () => {} });

test.each(['redis', 'amqp'])(
  'the first unrecorded enqueue has its answer in time, %s being away',
  async (scheme) => {
    const fresh = await migratedDatabase();
    onTestFinished(() => fresh.drop());
    const url = `${scheme}://127.0.0.1:${await findPort()}`;
    const broker = scheme === 'amqp' ? 'rabbitmq' : 'bullmq';
    const platform = await openPlatform({
      config: loadConfig(
        { DATABASE_URL: fresh.url, [broker === 'rabbitmq' ? 'AMQP_URL' : 'REDIS_URL']: url },
        { envFile: false },
      ),
      queues: [defineQueue({ name: 'flood', broker, workers: 'test', recorded: false })],
      jobs: [flood],
      log: silentLog,
      name: 'test',
    });
    onTestFinished(() => platform.close());
    const startedAtMs = performance.now();
    await expect(platform.producer.enqueue(flood, null)).rejects.toMatchObject({
      code: 'BROKER_UNAVAILABLE',
    });
    // The limit is 2,000; without one over the whole way, the connection's wait and the publication's added up to 4,000.
    expect(performance.now() - startedAtMs).toBeLessThan(3_500);
  },
);
