import { readFile } from 'node:fs/promises';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attachPdf } from '../../../jobs/reports/attach-pdf.ts';
import { reportInventory } from '../../../jobs/reports/report-inventory.ts';
import { reportProfitLoss } from '../../../jobs/reports/report-profit-loss.ts';
import { reportSales } from '../../../jobs/reports/report-sales.ts';
import { reportUserEngagement } from '../../../jobs/reports/report-user-engagement.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { seedDomain } from '../../../src/domain/seed/seed-domain.ts';
import { seedPlan } from '../../../src/domain/seed/seed-plan.ts';
import { PermanentError } from '../../../src/job/handler-errors.ts';
import reportsWorker from '../../../workers/reports.ts';
import { freshFolder } from '../../servers/fresh-folder.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

const reportJobs = [reportSales, reportProfitLoss, reportInventory, reportUserEngagement];
/** The seed is of the 30 days before. */
const until = new Date('2026-07-01T00:00:00Z');
const period = { from: '2026-06-11', to: '2026-06-20' };

let runner: JobRunner;

beforeAll(async () => {
  runner = await openJobRunner(reportsWorker, { NIGHTSHIFT_DATA_DIR: await freshFolder() });
  await seedDomain(runner.database, seedPlan({ seed: 1, isSmall: true, until }));
});
afterAll(() => runner.end());
beforeEach(() => runner.database.query('TRUNCATE app.reports'));

interface Result {
  readonly reportId: number;
  readonly files: readonly [pdf: string, xlsx: string, csv: string];
  readonly figures: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

async function make(job: (typeof reportJobs)[number], payload: object = { period }): Promise<Result> {
  const outcome = await runner.run(job, { period, ...payload });
  if (outcome.kind !== 'completed') throw new Error(outcome.kind);
  return outcome.result as unknown as Result;
}

async function csvOf({ files }: Result): Promise<readonly (readonly string[])[]> {
  const text = await readFile(files[2], 'utf8');
  return text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
}

describe.each(reportJobs.map((job) => [job.name, job] as const))('%s', (_, job) => {
  test('stores a PDF, a workbook and a CSV and writes one row', async () => {
    const { reportId, files } = await make(job, { sellerId: 1 });
    const [pdf, xlsx, csv] = await Promise.all(files.map((file) => readFile(file)));
    expect(pdf?.subarray(0, 5).toString()).toBe('%PDF-');
    expect(xlsx?.subarray(0, 2).toString()).toBe('PK');
    expect(csv?.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const rows = await rowsOf<object>(runner.database, 'SELECT * FROM app.reports');
    expect(rows).toMatchObject([
      {
        id: reportId,
        seller_id: 1,
        kind: job.name.slice('reports.'.length),
        files: [
          { format: 'pdf', bytes: pdf?.length },
          { format: 'xlsx', bytes: xlsx?.length },
          { format: 'csv', bytes: csv?.length },
        ],
      },
    ]);
    expect(await runner.takeEnqueued()).toEqual([]);
  });

  test('makes a report of a time in which there was nothing', async () => {
    const { files } = await make(job, { period: { from: '2019-02-01', to: '2019-02-28' } });
    expect((await readFile(files[0])).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

test('enqueues the mail with the row: both or neither', async () => {
  const mailTo = [{ email: 'ada@example.com' }];
  await expect(runner.run(reportSales, { period, mailTo }, { commit: false })).rejects.toThrow(
    'another worker',
  );
  expect(await runner.takeEnqueued()).toEqual([]);
  expect(await rowsOf(runner.database, 'SELECT 1 FROM app.reports')).toEqual([]);
  await runner.run(reportSales, { period, mailTo });
  const [mail, ...others] = await runner.takeEnqueued();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    name: 'email.send',
    payload: { to: mailTo, subject: 'Sales, All sellers, 11–20 June 2026' },
  });
  const [row] = await rowsOf<{ id: number }>(runner.database, 'SELECT id FROM app.reports');
  for (const words of [
    'Net sales',
    ...['pdf', 'xlsx', 'csv'].map((format) => `/reports/${row?.id}/${format}`),
  ])
    expect(mail?.payload['text']).toContain(words);
  const attachments = mail?.payload['attachments'] as readonly { filename: string; content: string }[];
  const [attached] = attachments ?? [];
  expect(attached?.filename).toBe('sales-2026-06-11-2026-06-20.pdf');
  expect(
    Buffer.from(attached?.content ?? '', 'base64')
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('leaves a PDF that is too large for a payload out of the mail', () => {
  const files = [{ format: 'pdf' as const, key: 'reports/1/sales.pdf', bytes: 3_000, place: '' }];
  const report = { files, pdf: new Uint8Array(3_000) };
  const mail = { subject: 'Sales' };
  expect(attachPdf(mail, report, 5_000)).toBe(mail);
  expect(attachPdf(mail, report, 6_000)).toMatchObject({ attachments: [{ filename: 'sales.pdf' }] });
});

test('refuses a seller that does not exist for good', async () => {
  await expect(runner.run(reportSales, { period, sellerId: 999 })).rejects.toThrow(PermanentError);
});

test('fails for good for a user who is not there, and for a day that a zone has left out', async () => {
  await expect(runner.run(reportSales, { period, requestedBy: 999_999 })).rejects.toThrow(PermanentError);
  const left = { period: { unit: 'day', on: '2011-12-30' }, timeZone: 'Pacific/Apia' } as const;
  await expect(runner.run(reportSales, left)).rejects.toThrow('Pacific/Apia has left out 2011-12-30');
});

test.each(['0000-01-01', '1969-12-31', '9999-12-31'])('refuses %s, which is nobody’s day', async (on) => {
  await expect(runner.run(reportSales, { period: { unit: 'year', on } })).rejects.toMatchObject({
    code: 'INVALID_PAYLOAD',
  });
});

test('lists in the CSV what comes to the figures', async () => {
  const result = await make(reportSales);
  const [header = [], ...rows] = await csvOf(result);
  const [[currency, figures] = ['', {}]] = Object.entries(result.figures);
  const sum = (column: string) => rows.reduce((all, row) => all + Number(row[header.indexOf(column)]), 0);
  expect(rows.length).toBeGreaterThan(100);
  expect(new Set(rows.map((row) => row[header.indexOf('currency')]))).toEqual(new Set([currency]));
  for (const column of ['gross_minor', 'discount_minor', 'refund_minor', 'net_minor'])
    expect(sum(column)).toBe(figures[column.replace('_minor', 'Minor')]);
});

test('lists the same in the workbook, as numbers and times of the zone', async () => {
  const result = await make(reportSales, { timeZone: 'Asia/Tokyo' });
  const [header = [], ...csv] = await csvOf(result);
  const { sheets } = await readXlsx(await readFile(result.files[1]));
  const [, ...rows] = sheets[0]?.rows ?? [];
  expect(rows).toHaveLength(csv.length);
  for (const [nth, column] of header.entries()) {
    if (!column.endsWith('_minor')) continue;
    expect(rows.map((row) => Math.round(Number(row[nth]) * 100))).toEqual(csv.map((row) => Number(row[nth])));
    expect(typeof rows[0]?.[nth]).toBe('number');
  }
  const at = header.indexOf('local_time');
  const utc = header.indexOf('utc');
  const time = rows[0]?.[at];
  expect(time).toBeInstanceOf(Date);
  expect((time as Date).getTime() - Date.parse(csv[0]?.[utc] ?? '')).toBe(9 * 3_600_000);
});

test('earns what is left of net sales after cost and a commission for each seller', async () => {
  const { figures } = await make(reportProfitLoss, { sellerId: 1 });
  const [[, account] = ['', {}]] = Object.entries(figures);
  const [seller] = await rowsOf<{ commission_bps: number }>(
    runner.database,
    'SELECT commission_bps FROM app.sellers WHERE id = 1',
  );
  const commission = Math.round(((account['netMinor'] ?? 0) * (seller?.commission_bps ?? 0)) / 10_000);
  expect(account['commissionMinor']).toBe(commission);
  expect(account['operatingProfitMinor']).toBe(
    (account['netMinor'] ?? 0) - (account['costMinor'] ?? 0) - commission,
  );
});

test('takes the day of the request for its clock', async () => {
  const { files } = await make(reportSales, { period: { unit: 'day' } });
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  expect(files[0]).toContain(`sales-${yesterday}-${yesterday}.pdf`);
});
