import { beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { makeMonthPartitions } from '../../../src/domain/behavior/make-month-partitions.ts';
import { monthsBetween } from '../../../src/domain/behavior/month.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';

let domain: DomainDatabase;

beforeAll(async () => {
  domain = await openDomainDatabase();
  return domain.end;
});

test('names the months of a span over the end of a year', () => {
  const months = monthsBetween(new Date('2029-12-31T23:59:59Z'), new Date('2030-02-01T00:00:00Z'));
  expect(months.map(({ name }) => name)).toEqual(['202912', '203001', '203002']);
  expect(months[0]).toMatchObject({ from: '2029-12-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z' });
});

test('moves events that came before their month, and makes nothing twice', async () => {
  const id = '01234567-0000-7000-8000-000000000001';
  await domain.reader
    .insertInto('behavior_events')
    .values({ id, occurred_at: '2030-02-28T23:59:59.999Z', kind: 'view' })
    .execute();
  expect(await partitionOf(id)).toBe('app.behavior_events_default');
  const span = { from: new Date('2030-02-01T00:00:00Z'), to: new Date('2030-02-28T00:00:00Z') };
  await Promise.all([makeMonthPartitions(domain.database, span), makeMonthPartitions(domain.database, span)]);
  expect(await partitionOf(id)).toBe('app.behavior_events_203002');
});

test('makes this month and the next two unless told otherwise', async () => {
  await makeMonthPartitions(domain.database);
  const rows = await rowsOf<{ name: string }>(
    domain.database,
    `SELECT to_regclass('app.behavior_events_' || to_char(now() AT TIME ZONE 'UTC' + make_interval(months => ahead), 'YYYYMM'))::text AS name
     FROM generate_series(0, 3) AS ahead`,
  );
  expect(rows.map(({ name }) => name !== null)).toEqual([true, true, true, false]);
});

async function partitionOf(id: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ partition: string }>(
    domain.database,
    'SELECT tableoid::regclass::text AS partition FROM app.behavior_events WHERE id = $1',
    [id],
  );
  return row?.partition;
}
