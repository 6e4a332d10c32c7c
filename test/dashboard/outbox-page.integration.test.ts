import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from '../servers/fresh-folder.ts';
import { openBoard } from './open-board.ts';

const MAIL = [
  'From: Night <night@example.com>',
  'To: Ada <ada@example.com>, bob@example.com',
  'Subject: =?UTF-8?Q?Sales_9=E2=80=9315?=',
  'MIME-Version: 1.0',
  'Content-Type: multipart/related; boundary=B',
  '',
  '--B',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Figures <img src="cid:chart@x"><script>taken()</script></p>',
  '--B',
  'Content-Type: image/png',
  'Content-ID: <chart@x>',
  'Content-Disposition: attachment; filename="chart.png"',
  'Content-Transfer-Encoding: base64',
  '',
  'AAEC',
  '--B--',
].join('\r\n');

async function setup() {
  const folder = await freshFolder();
  await mkdir(join(folder, 'outbox', 'email'), { recursive: true });
  await writeFile(join(folder, 'outbox', 'email', 'one.eml'), MAIL);
  const board = await openBoard({ env: { NIGHTSHIFT_DATA_DIR: folder } });
  return (path: string) => fetch(`${board.url}/outbox${path}`, { headers: { Accept: 'text/html' } });
}

test('shows a mail as who gets it reads it, and lets nothing in it run', async () => {
  const get = await setup();
  expect(await (await get('')).text()).toContain('Sales 9–15 · Ada &lt;ada@example.com&gt;, bob@example.com');
  const page = await get('/email/one.eml');
  const text = await page.text();
  expect(text).toContain('Ada &lt;ada@example.com&gt;, bob@example.com');
  expect(text).not.toContain('taken()</script>');
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-src 'self'$/);
  const framed = await get('/email/one.eml?part=html');
  expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  expect(await framed.text()).toContain('src="data:image/png;base64,AAEC"');
});

test('gives the parts and the source of a mail', async () => {
  const get = await setup();
  const part = await get('/email/one.eml?part=0');
  expect(part.headers.get('content-disposition')).toBe('attachment; filename=chart.png');
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(new Uint8Array([0, 1, 2]));
  const source = await get('/email/one.eml?part=source');
  expect(source.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await source.text()).toBe(MAIL);
  expect((await get('/email/two.eml')).status).toBe(404);
});
