import { expect } from 'vitest';
import { until } from '../../until.ts';
import { readMetric } from '../read-metric.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

const CHUNK = 1_000;

/** Floods the queue while single jobs are enqueued beside it, and compares the memory of the workers. */
async function flood(stack: Stack, jobs: number): Promise<void> {
  const { production, effects } = stack;
  const stop = production.flow(10);
  const flooding = (async () => {
    for (let sent = 0; sent < jobs; sent += CHUNK) await production.flood(CHUNK);
  })();
  const doneIs = (least: number) =>
    until(() => effects.flooded.size >= least, { what: `${least} jobs`, timeoutMs: 400_000, everyMs: 100 });
  await doneIs(jobs / 2);
  const before = await memoryOf(stack);
  await flooding;
  await doneIs(jobs);
  const after = await memoryOf(stack);
  await stop();
  process.stdout.write(
    `resident memory of the workers: ${before.join(', ')} MB at half, ${after.join(', ')} MB at the end\n`,
  );
  const sum = (megabytes: readonly number[]): number => megabytes.reduce((total, each) => total + each, 0);
  expect(sum(after)).toBeLessThan(sum(before) * 1.2);
  const slowest = production.answers.map(({ tookMs }) => tookMs).toSorted((a, b) => b - a);
  expect(slowest[Math.floor(slowest.length / 100)]).toBeLessThan(2_500);
}

async function memoryOf({ alive }: Stack): Promise<readonly number[]> {
  const bytes = await Promise.all(
    alive.map((worker) => readMetric(worker, 'nightshift_process_resident_memory_bytes')),
  );
  return bytes.map((each) => Math.round(each / 1e6));
}

export const FLOODS: readonly Scenario[] = [
  {
    name: '100,000 jobs come at once by way of Redis',
    promise:
      'Redis stays under 1 GB and the memory of the workers flat; enqueues beside them are answered in time (p99)',
    needs: { carriedBy: 'redis', concurrency: 50 },
    settlesWithinMs: 300_000,
    async run(stack) {
      await flood(stack, 100_000);
      const memory = String(await stack.servers.redis.command('INFO', 'memory'));
      const peak = Number(/used_memory_peak:(\d+)/.exec(memory)?.[1]);
      process.stdout.write(`Redis had ${Math.round(peak / 1e6)} MB at most\n`);
      expect(peak).toBeLessThan(1e9);
    },
  },
  {
    name: '20,000 jobs come at once by way of RabbitMQ',
    promise: 'the memory of the workers stays flat; enqueues beside them are answered in time (p99)',
    needs: { carriedBy: 'rabbitmq', concurrency: 50 },
    settlesWithinMs: 300_000,
    run: (stack) => flood(stack, 20_000),
  },
];
