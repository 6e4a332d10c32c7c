import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { openOperators } from '../../src/operators/operators.ts';
import { defineSchedule } from '../../src/schedule/definition/define-schedule.ts';
import { codedSchedule } from '../../src/schedule/store/stored-schedule.ts';
import { syncSchedules } from '../../src/schedule/store/sync-schedules.ts';
import { freshFolder } from '../servers/fresh-folder.ts';
import { freshQueueName } from '../servers/fresh-queue-name.ts';
import { needProgram } from '../servers/need-program.ts';
import { amqpUrl } from '../servers/urls.ts';
import { openBoard, type TestBoard } from './open-board.ts';

const password = 'correct horse battery';
const script = '"><img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';
const events = freshQueueName('events');
const queues = [
  defineQueue({ name: 'mail', broker: 'bullmq', workers: 'test' }),
  defineQueue({ name: events, broker: 'rabbitmq', workers: 'test' }),
];
const sendMail = defineJob({
  name: 'mail.send',
  queue: 'mail',
  payload: z.strictObject({ to: z.email() }),
  run: () => undefined,
});
const trackEvent = defineJob({
  name: 'event.track',
  queue: events,
  payload: z.strictObject({ kind: z.string() }),
  run: () => undefined,
});
const mail = { queue: 'mail', name: 'mail.send', payload: { to: 'a@example.com' } } as const;

let browser: Browser;
let board: TestBoard;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: needProgram('chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const closers: (() => Promise<void>)[] = [() => browser.close()];
  const folder = await freshFolder();
  await mkdir(join(folder, 'outbox', 'email'), { recursive: true });
  await writeFile(
    join(folder, 'outbox', 'email', 'one.eml'),
    `Subject: Welcome\nTo: ada@example.com\nContent-Type: text/html\n\n<p>Dear Ada ${script}</p>`,
  );
  board = await openBoard(
    {
      queues,
      jobs: [sendMail, trackEvent],
      env: {
        AMQP_URL: amqpUrl,
        NIGHTSHIFT_DATA_DIR: folder,
        NIGHTSHIFT_DASHBOARD_USERNAME: 'ann',
        NIGHTSHIFT_DASHBOARD_PASSWORD: password,
      },
    },
    (close) => closers.unshift(close),
  );
  await openOperators(board.platform.database).add({ name: 'vera', role: 'viewer', password });
  return async () => {
    for (const close of closers) await close();
  };
});

/** Signs in; the page fails the test when the browser complains of anything, a refused policy included. */
async function openPage(path: string, name = 'ann'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (said) => {
    // What the board refuses is told by the browser as well, that files of the outbox may load no icon, and what a mail may not do.
    const isExpected =
      /status of 40[013]|NotSameOrigin/.test(said.text()) ||
      `${said.text()}${said.location().url}`.includes('part=html');
    if (said.type() === 'error' && !isExpected) complaints.push(said.text());
  });
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(board.url)) complaints.push(`asked elsewhere: ${request.url()}`);
  });
  onTestFinished(async () => {
    const title = await page.title();
    await context.close();
    expect(complaints).toEqual([]);
    expect(title).not.toBe('taken');
  });
  await page.goto(`${board.url}${path}`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return page;
}

/** Keeps pictures, wide and narrow, light and dark, where somebody wants to look at them. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['NIGHTSHIFT_TEST_PICTURES'];
  if (!folder) return;
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: join(folder, `${name}-narrow-dark.png`) });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1_280, height: 900 });
}

/** Bull Board's buttons of a failed job have a picture, and no name. */
function buttonOf(page: Page, what: 'retry' | 'edit') {
  return page.locator('main ul button').nth(what === 'retry' ? 0 : 2);
}

/** Jobs that failed with this error. */
async function fail(message: string, jobs: number): Promise<readonly string[]> {
  const { ledger } = board;
  const ids = await ledger.accept(...Array.from({ length: jobs }, () => mail));
  const error = { name: 'Error', message, stack: `Error: ${message}\n    at send (a.ts:1)` };
  for (const id of ids) await ledger.end(id, { kind: 'failed', reason: 'permanent', error });
  return ids;
}

test('asks a stranger to sign in, and leads to the start', async () => {
  const page = await openPage('/queue/mail', 'nobody');
  await page.getByText('The name or the password is wrong').waitFor();
  await picture(page, 'sign-in');
  await page.getByLabel('Name').fill('ann');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('BullMQ, recorded').first().waitFor();
  await page.goto(`${board.url}/start`);
  expect(await page.getByText('Nothing is late.').isVisible()).toBe(true);
  await picture(page, 'start');
  const id = await board.ledger.acceptOne(mail);
  await page.locator('.card', { hasText: 'To do' }).getByText('1', { exact: true }).waitFor();
  await board.ledger.ledger.cancel([id], 'seen');
  for (const name of ['Workers', 'Servers', 'Users']) {
    await page.getByRole('link', { name, exact: true }).first().click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await picture(page, name.toLowerCase());
  }
});

test('shows a RabbitMQ queue beside a BullMQ one, and text that looks like HTML as text', async () => {
  const { ledger } = board;
  const [failing] = await fail(`no such mailbox ${script}`, 1);
  const [done] = await ledger.accept(mail, { ...mail, due: { kind: 'after', delayMs: 600_000 } });
  await ledger.end(done, completed({ messageId: '1' }));
  await ledger.acceptOne({ queue: events, name: 'event.track', payload: { kind: script } });
  const page = await openPage('/');
  await page.goto(`${board.url}/`);
  await page.getByText('3 Jobs').first().waitFor();
  await page.getByText('1 Job', { exact: true }).first().waitFor();
  await picture(page, 'queues');
  await page.goto(`${board.url}/queue/${events}`);
  await page.getByText('RabbitMQ, recorded').first().waitFor();
  await page.goto(`${board.url}/queue/mail/${failing}`);
  await page.getByText('onerror').first().waitFor();
  await picture(page, 'job');
  await page.goto(`${board.url}/failed`);
  await page.getByText('onerror').first().waitFor();
  await picture(page, 'failed');
  await page.goto(`${board.url}/outbox`);
  await page.getByRole('link', { name: 'Welcome' }).click();
  await page.frameLocator('iframe').getByText('Dear Ada').waitFor();
  expect(await page.getByText('ada@example.com').isVisible()).toBe(true);
  await picture(page, 'mail');
});

test('edits a failed job and retries it', async () => {
  const [id = ''] = await fail('wrong address', 1);
  const page = await openPage(`/queue/mail/${id}`);
  await page.getByText('wrong address').first().waitFor();
  await buttonOf(page, 'edit').click();
  const editor = page.getByRole('dialog').locator('.cm-content').first();
  await editor.click();
  // Emptied first: Chromium gives what replaces coloured text its colour by an inline style, and refuses it itself.
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText('{ "to": "b@example.com" }');
  await picture(page, 'edit-job');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /save|update|edit/i })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await buttonOf(page, 'retry').click();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect
    .poll(() => board.ledger.job(id), { timeout: 10_000 })
    .toMatchObject({
      state: 'waiting',
      payload: { to: 'b@example.com' },
    });
});

test('pauses a schedule, and runs it', async () => {
  const { database, registry, config } = board.platform;
  const schedule = defineSchedule({
    name: 'mail.nightly',
    cron: '0 3 * * *',
    timeZone: 'Europe/Berlin',
    job: sendMail,
    payload: mail.payload,
  });
  const { maxPayloadBytes } = config.producer;
  await syncSchedules(database, [codedSchedule(schedule, registry)], { registry, maxPayloadBytes });
  const page = await openPage('/schedules');
  await picture(page, 'schedules');
  await page.getByRole('link', { name: 'mail.nightly' }).click();
  await page.getByLabel('Why').fill('wrong figures');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused by ann').waitFor();
  await page.getByLabel('Times').fill('0 4 * * *');
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText('The code says').waitFor();
  await page.getByRole('button', { name: 'Run now' }).click();
  await page.getByText('by-hand, ann').waitFor();
  await picture(page, 'schedule');
  await page.goto(`${board.url}/audit`);
  await page.getByText('edit-schedule').waitFor();
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  expect(await page.getByText('are as they were written').isVisible()).toBe(true);
  await picture(page, 'audit');
});

test('finds jobs by a filter, and retries exactly these after showing them', async () => {
  const ids = await fail('code 21610', 30);
  const page = await openPage('/search');
  await page.getByLabel('Filter').fill('state:failed error:"21610" since:1h');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('30 jobs').waitFor();
  await picture(page, 'search');
  await page.getByRole('button', { name: 'Retry the failed ones' }).click();
  await page.getByText('Nothing has been done yet.').waitFor();
  await picture(page, 'set');
  const [late = ''] = await fail('code 21610', 1);
  await page.getByRole('button', { name: 'Retry exactly these 30' }).click();
  await page.getByText('30 of 30 done').waitFor();
  await picture(page, 'set-done');
  for (const id of ids) expect(await board.ledger.job(id)).toMatchObject({ state: 'waiting' });
  expect(await board.ledger.job(late)).toMatchObject({ state: 'failed' });
});

test('lets a viewer look, and do nothing', async () => {
  const [id = ''] = await fail('stays', 1);
  const page = await openPage(`/search?q=${id}`, 'vera');
  await page.getByText('1 job', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: /Retry/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
  await page.goto(`${board.url}/queue/mail/${id}`);
  await page.getByText('stays').first().waitFor();
  await buttonOf(page, 'retry').click();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Your role is viewer').first().waitFor();
  await picture(page, 'viewer');
  expect(await board.ledger.job(id)).toMatchObject({ state: 'failed' });
});
