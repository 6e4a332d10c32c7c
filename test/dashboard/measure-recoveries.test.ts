import { expect, onTestFinished, test } from 'vitest';
import { measureRecoveries } from '../../dashboard/measure-recoveries.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

test('tells how many jobs of each queue were carried over again', async () => {
  const fresh = await migratedDatabase();
  const database = openDatabase({ url: fresh.url });
  onTestFinished(async () => {
    await database.close();
    await fresh.drop();
  });
  const metrics = new Metrics();
  measureRecoveries(metrics, database);
  expect(await metrics.text()).not.toContain('carried_again{');
  await database.query(
    `INSERT INTO nightshift.recoveries (queue, why, repeated, released)
     VALUES ('email', 'wiped', 40, 1), ('email', 'wiped (again)', 0, 1), ('sms', 'wiped', 2, 0)`,
  );
  const text = await metrics.text();
  expect(text).toContain('nightshift_jobs_carried_again{queue="email"} 42');
  expect(text).toContain('nightshift_jobs_carried_again{queue="sms"} 2');
});
