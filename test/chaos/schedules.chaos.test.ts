import { expect, it } from 'vitest';
import { runUnderFire } from '../schedule/schedulers-under-fire.ts';

it('fires each due time once over two minutes of killed and frozen schedulers and a restart of PostgreSQL', async () => {
  const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
  process.stdout.write(`seed ${seed}\n`);
  const report = await runUnderFire(120_000, seed);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(report).toMatchObject({ faults: { missing: [], mismatched: [], doubled: [] } });
  expect(report.fired).toBeGreaterThanOrEqual(1_200);
});
