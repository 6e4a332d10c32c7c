import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { completed } from '../../src/job/outcome.ts';
import { needProgram } from '../servers/need-program.ts';
import { redisUrl } from '../servers/urls.ts';
import { openBoard, type TestBoard } from './open-board.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: needProgram('chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return () => browser.close();
});

const mail = { queue: 'mail', name: 'mail.send', payload: { to: 'a@example.com' } } as const;
const script = '"><img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';
const failed = {
  kind: 'failed',
  reason: 'permanent',
  error: {
    name: 'Error',
    message: `no such mailbox ${script}`,
    stack: `Error: ${script}\n    at send (a.ts:1)`,
  },
} as const;

/** A page that fails the test when the browser complains of anything, a refused policy included. */
async function openPage(path: string, board: TestBoard): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
  const complaints: string[] = [];
  page.on('console', (said) => {
    // What the board refuses is told by the browser as well.
    if (said.type() === 'error' && !said.text().includes('status of 400')) complaints.push(said.text());
  });
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(board.url)) complaints.push(`asked elsewhere: ${request.url()}`);
  });
  onTestFinished(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(`${board.url}${path}`);
  return page;
}

/** Keeps a picture where somebody wants to look at it. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['NIGHTSHIFT_TEST_PICTURES'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

test('shows queues and jobs, text that looks like HTML as text', async () => {
  const board = await openBoard();
  const { ledger } = board;
  const [lost, running, done] = await ledger.accept(
    { ...mail, name: script, payload: { to: script } },
    mail,
    mail,
    { ...mail, due: { kind: 'after', delayMs: 600_000 } },
    mail,
  );
  await ledger.ledger.markPublished([{ id: running, publication: 1 }]);
  await ledger.run(running, await ledger.worker());
  await ledger.end(done, completed({ messageId: '1' }));
  const worker = await ledger.worker();
  const { fence } = await ledger.run(lost, worker);
  await ledger.recordOne(fence, worker, failed, { log: [{ atMs: 1, level: 'info', message: script }] });

  const page = await openPage('/', board);
  await page.getByText('5 Jobs').first().waitFor();
  await picture(page, 'overview');
  await page.goto(`${board.url}/queue/mail?status=failed`);
  await page.getByText(script).first().waitFor();
  await picture(page, 'failed');
  await page.goto(`${board.url}/queue/mail/${lost}`);
  await page.getByText('onerror').first().waitFor();
  await page.getByText('Logs', { exact: true }).first().click();
  await page.getByText('attempt 1').first().waitFor();
  await picture(page, 'job');
  expect(await page.title()).not.toBe('taken');
});

test('adds a job by its form, and says what is wrong with one that does not fit', async () => {
  const board = await openBoard({ env: { REDIS_URL: redisUrl, NIGHTSHIFT_REDIS_PREFIX: 'board-form' } });
  const page = await openPage('/queue/mail', board);
  await page.getByText('No latest jobs').first().waitFor();
  const add = async (data: string): Promise<void> => {
    await page.locator('main [aria-haspopup="menu"]').last().click();
    await page.getByText('Add job').first().click();
    const editor = page.locator('#add-job-form .cm-content').first();
    await editor.click();
    // Emptied first: Chromium gives what replaces coloured text its colour by an inline style, and refuses it itself.
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(data);
    await picture(page, 'add-job');
    await page.locator('button[form="add-job-form"]').click();
  };
  await add('{ "to": "nobody" }');
  await page.getByText('Nothing was enqueued').first().waitFor();
  await picture(page, 'refused-job');
  await page.goto(`${board.url}/queue/mail`);
  await add('{ "to": "a@example.com" }');
  await page.getByText('mail.send', { exact: true }).first().waitFor();
  await picture(page, 'added-job');
  expect(await board.platform.database.query('SELECT FROM nightshift.jobs')).toMatchObject({ rowCount: 1 });
}, 60_000);
