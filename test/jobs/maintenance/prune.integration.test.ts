import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prune } from '../../../jobs/maintenance/prune.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { makeMonthPartitions } from '../../../src/domain/behavior/make-month-partitions.ts';
import reportsWorker from '../../../workers/reports.ts';
import { sowProduct, sowUser } from '../../domain/sow.ts';
import { freshFolder } from '../../servers/fresh-folder.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;
let folder: string;

beforeAll(async () => {
  folder = await freshFolder();
  runner = await openJobRunner(reportsWorker, {
    NIGHTSHIFT_DATA_DIR: folder,
    NIGHTSHIFT_KEEP_DUE_TIMES_DAYS: '30',
    NIGHTSHIFT_KEEP_NOTIFICATIONS_DAYS: '20',
    NIGHTSHIFT_KEEP_EVENTS_DAYS: '400',
    NIGHTSHIFT_KEEP_REPORTS_DAYS: '10',
    NIGHTSHIFT_KEEP_FINDINGS_DAYS: '5',
  });
});
afterAll(() => runner.end());

const query = (text: string, values: readonly unknown[] = []) => runner.database.query(text, values);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const idsOf = async (table: string) =>
  (await rowsOf<{ id: number | string }>(runner.database, `SELECT id FROM ${table} ORDER BY id`)).map(
    ({ id }) => Number(id),
  );

test('removes what is past its age and nothing younger, and keeps the audit log', async () => {
  const userId = await sowUser(runner.domain);
  for (const days of [31, 29])
    await query(
      `INSERT INTO nightshift.schedule_due (schedule, due_at, decided_at, decision) VALUES ('s', $1, $1, 'fired')`,
      [daysAgo(days)],
    );
  for (const [id, days] of [
    [1, 21],
    [2, 19],
  ])
    await query(
      `INSERT INTO app.notifications (id, user_id, type, title, created_at) VALUES ($1, $2, 't', 't', $3)`,
      [id, userId, daysAgo(days ?? 0)],
    );
  await query(`INSERT INTO nightshift.audit VALUES (1, '2000-01-01', 'ada', 'test', '{}', '')`);
  const outcome = await runner.run(prune, {});
  expect(outcome).toMatchObject({ result: { dueTimes: 1, notifications: 1 } });
  expect(await idsOf('app.notifications')).toEqual([2]);
  expect(await rowsOf(runner.database, 'SELECT FROM nightshift.audit')).toHaveLength(1);
  expect(await runner.run(prune, {})).toMatchObject({ result: { dueTimes: 0, notifications: 0 } });
});

test('drops months of events whose last day is too old', async () => {
  await makeMonthPartitions(runner.database, { from: daysAgo(500), to: new Date() });
  for (const days of [460, 380, 1])
    await query(
      `INSERT INTO app.behavior_events (id, occurred_at, kind) VALUES (gen_random_uuid(), $1, 'view')`,
      [daysAgo(days)],
    );
  const months = await countMonths();
  const outcome = await runner.run(prune, {});
  const { eventMonths } = (outcome as unknown as { result: { eventMonths: readonly string[] } }).result;
  expect(eventMonths.length).toBeGreaterThan(0);
  expect(eventMonths).toContain(daysAgo(460).toISOString().slice(0, 7).replace('-', ''));
  expect(await countMonths()).toBe(months - eventMonths.length);
  expect(await rowsOf(runner.database, 'SELECT FROM app.behavior_events')).toHaveLength(2);
});

test('makes the partitions of the months to come', async () => {
  await runner.run(prune, {});
  const [last] = await rowsOf<{ last: string; expected: string }>(
    runner.database,
    `SELECT max(right(inhrelid::regclass::text, 6)) FILTER (WHERE inhrelid::regclass::text ~ '[0-9]{6}$') AS last,
            to_char(now() AT TIME ZONE 'UTC' + interval '2 months', 'YYYYMM') AS expected
     FROM pg_inherits WHERE inhparent = 'app.behavior_events'::regclass`,
  );
  expect(last?.last).toBe(last?.expected);
});

const countMonths = async (): Promise<number> =>
  (await rowsOf(runner.database, `SELECT FROM pg_inherits WHERE inhparent = 'app.behavior_events'::regclass`))
    .length;

test('removes old reports with their files', async () => {
  for (const [id, days] of [
    [1, 11],
    [2, 9],
  ]) {
    await mkdir(join(folder, 'media', 'reports', `job${id}`), { recursive: true });
    await writeFile(join(folder, 'media', 'reports', `job${id}`, 'sales.pdf'), '%PDF-');
    await query(
      `INSERT INTO app.reports (id, kind, period_from, period_to, time_zone, title, files, created_at)
       VALUES ($1, 'sales', '2026-01-01', '2026-01-02', 'UTC', 't', $2, $3)`,
      [
        id,
        JSON.stringify([{ format: 'pdf', key: `reports/job${id}/sales.pdf`, bytes: 5 }]),
        daysAgo(days ?? 0),
      ],
    );
  }
  expect(await runner.run(prune, {})).toMatchObject({ result: { reports: 1 } });
  expect(await idsOf('app.reports')).toEqual([2]);
  expect(await readdir(join(folder, 'media', 'reports'))).toEqual(['job2']);
});

test('keeps findings that nobody has decided, however old', async () => {
  const userId = await sowUser(runner.domain);
  await sowProduct(runner.domain);
  for (const [id, status, days] of [
    [1, 'confirmed', 6],
    [2, 'open', 600],
    [3, 'dismissed', 4],
  ]) {
    await query(
      `INSERT INTO app.orders (id, user_id, seller_id, currency, items_minor, country) VALUES ($1, $2, (SELECT min(id) FROM app.sellers), 'EUR', 0, 'DE')`,
      [id, userId],
    );
    await query(
      `INSERT INTO app.fraud_findings (id, order_id, user_id, score, level, reasons, status, found_at) VALUES ($1, $1, $2, 90, 'high', '[]', $3, $4)`,
      [id, userId, status, daysAgo(Number(days))],
    );
  }
  expect(await runner.run(prune, {})).toMatchObject({ result: { findings: 1 } });
  expect(await idsOf('app.fraud_findings')).toEqual([2, 3]);
});
