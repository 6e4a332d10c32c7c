import { expect, test } from 'vitest';
import { LocalMedia } from '../../src/media/local-media.ts';
import { freshFolder } from '../servers/fresh-folder.ts';
import { openBoard } from './open-board.ts';

async function setup() {
  const folder = await freshFolder();
  const board = await openBoard({ env: { NIGHTSHIFT_DATA_DIR: folder } });
  const key = 'reports/1/sales-2030-03-01-2030-03-31';
  await new LocalMedia(folder).write(`${key}.pdf`, Buffer.from('%PDF-1.7 sales'));
  const files = ['pdf', 'csv'].map((format) => ({ format, key: `${key}.${format}`, bytes: 14 }));
  const { rows } = await board.platform.database.query(
    `INSERT INTO app.reports (kind, period_from, period_to, time_zone, title, files)
     VALUES ('sales', '2030-03-01', '2030-04-01', 'UTC', 'Sales <all>, March 2030', $1) RETURNING id`,
    [JSON.stringify(files)],
  );
  const { id } = rows[0] as { readonly id: number };
  const get = (path: string) => fetch(`${board.url}/reports${path}`, { headers: { Accept: 'text/html' } });
  return { id, get };
}

test('lists the reports that were made, and gives their files', async () => {
  const { id, get } = await setup();
  const page = await (await get('')).text();
  expect(page).toContain('Sales &lt;all&gt;, March 2030');
  expect(page).toContain(`href="/reports/${id}/csv"`);
  const pdf = await get(`/${id}/pdf`);
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(pdf.headers.get('content-disposition')).toBe('inline; filename="sales-2030-03-01-2030-03-31.pdf"');
  expect(await pdf.text()).toBe('%PDF-1.7 sales');
});

test('says what is missing', async () => {
  const { id, get } = await setup();
  for (const [path, words] of [
    [`/${id}/csv`, 'it is where it was made'],
    [`/${id}/exe`, 'no such report'],
    ['/999999/pdf', 'no such report'],
    ['/x/pdf', 'no such report'],
    ['/99999999999/pdf', 'no such report'],
  ] as const) {
    const answer = await get(path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(await answer.text()).toContain(words);
  }
});
