import { expect, it } from 'vitest';
import { runUnderFire } from './schedulers-under-fire.ts';

it('fires each due time once while schedulers are killed and frozen and PostgreSQL restarts', async () => {
  const seed = Date.now() % 1_000_000;
  const report = await runUnderFire(20_000, seed);
  expect(report, `seed ${seed}`).toMatchObject({ faults: { missing: [], mismatched: [], doubled: [] } });
  expect(report.fired).toBeGreaterThanOrEqual(200);
  expect(report.worstLatenessMs - report.downMs, `seed ${seed}`).toBeLessThan(15_000);
});
