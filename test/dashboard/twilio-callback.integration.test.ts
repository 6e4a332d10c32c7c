import { createHmac } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../src/db/rows-of.ts';
import { Domain } from '../../src/domain/domain.ts';
import { findNotifications } from '../../src/domain/notifications/find-notifications.ts';
import { openNotification } from '../../src/domain/notifications/open-notification.ts';
import { recordNotification } from '../../src/domain/notifications/record-notification.ts';
import { reserveSms, smsAmbiguous, smsSent } from '../../src/domain/sms/sms-records.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { sowUser } from '../domain/sow.ts';
import { openBoard, type TestBoard } from './open-board.ts';

const AUTH_TOKEN = 'very secret';
const PUBLIC_URL = 'https://jobs.shop.example';

let board: TestBoard;
let domain: Domain;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  board = await openBoard(
    {
      env: {
        NIGHTSHIFT_DASHBOARD_PASSWORD: 'correct horse battery',
        NIGHTSHIFT_PUBLIC_URL: PUBLIC_URL,
        TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
        TWILIO_AUTH_TOKEN: AUTH_TOKEN,
        TWILIO_PHONE_NUMBER: '+15550100999',
      },
    },
    (close) => closers.unshift(close),
  );
  domain = new Domain(board.platform.database);
  return async () => {
    for (const close of closers) await close();
  };
});

/** A notification that goes by SMS, reserved. */
async function setup() {
  const jobId = newJobId();
  const userId = await sowUser(domain, { channels: ['sms'] });
  await domain.write(async (writing) => {
    const told = {
      jobId: newJobId(),
      userId,
      type: 'x',
      title: 'x',
      body: '',
      data: {},
      channels: ['sms' as const],
    };
    const { id } = await recordNotification(writing, told);
    await openNotification(writing, { notificationId: id, channel: 'sms' }, jobId);
    const message = {
      jobId,
      to: '+447700900123',
      body: 'x',
      country: 'GB',
      segments: 1,
      provider: 'twilio' as const,
    };
    await reserveSms(writing, message, { perNumber: 1_000, perPrefix: 1_000 });
  });
  const kept = async () => {
    const [row] = await rowsOf<{ readonly status: string }>(
      board.platform.database,
      'SELECT status, provider_id, error_code FROM app.sms_messages WHERE job_id = $1',
      [jobId],
    );
    const [shown] = await findNotifications(domain.reader, userId);
    return { ...row, notification: shown?.channels.sms };
  };
  return { jobId, kept };
}

/** Signs as Twilio documents it: the address, then every parameter's name and value by name, HMAC-SHA1 in base64. */
async function tell(
  params: Readonly<Record<string, string>>,
  { path, token = AUTH_TOKEN }: { readonly path: string; readonly token?: string },
): Promise<number> {
  const sorted = Object.entries(params).sort(([one], [other]) => (one < other ? -1 : 1));
  const text = `${PUBLIC_URL}${path}${sorted.map(([name, value]) => name + value).join('')}`;
  const { status } = await fetch(`${board.url}${path}`, {
    method: 'POST',
    headers: { 'X-Twilio-Signature': createHmac('sha1', token).update(text).digest('base64') },
    body: new URLSearchParams(params),
  });
  return status;
}

const callback = (jobId: string): { readonly path: string } => ({ path: `/hooks/twilio/sms?job=${jobId}` });
/** Of one message, which only this job has. */
const sidOf = (jobId: string): string => `SM${jobId.replaceAll('-', '')}`;

test('notes what became of an SMS and of the notification that it carries', async () => {
  const { jobId, kept } = await setup();
  const MessageSid = sidOf(jobId);
  await domain.write((writing) => smsSent(writing, jobId, MessageSid));
  expect(await tell({ MessageStatus: 'delivered', MessageSid }, callback(jobId))).toBe(204);
  expect(await kept()).toEqual({
    status: 'delivered',
    provider_id: MessageSid,
    error_code: null,
    notification: 'delivered',
  });
});

test.each([
  [['delivered', 'sent', 'queued'], 'delivered', 'delivered'],
  [['sent', 'undelivered', 'delivered', 'sent'], 'undelivered', 'failed'],
  [['queued', 'sent', 'sent'], 'sent', 'sent'],
])('never goes back: after %j it is %s', async (words, status, notification) => {
  const { jobId, kept } = await setup();
  const MessageSid = sidOf(jobId);
  for (const word of words)
    expect(await tell({ MessageStatus: word, MessageSid }, callback(jobId))).toBe(204);
  expect(await kept()).toMatchObject({ status, notification });
});

test('keeps the code of a failure', async () => {
  const { jobId, kept } = await setup();
  const MessageSid = sidOf(jobId);
  await tell({ MessageStatus: 'undelivered', MessageSid, ErrorCode: '30003' }, callback(jobId));
  expect(await kept()).toMatchObject({ status: 'undelivered', error_code: 30003, notification: 'failed' });
});

test('resolves what nobody knew, and comes before the answer that it is about', async () => {
  const { jobId, kept } = await setup();
  const MessageSid = sidOf(jobId);
  await domain.write((writing) => smsAmbiguous(writing, jobId));
  await tell({ MessageStatus: 'delivered', MessageSid }, callback(jobId));
  await domain.write((writing) => smsSent(writing, jobId, MessageSid));
  expect(await kept()).toMatchObject({ status: 'delivered', provider_id: MessageSid });
});

test('changes nothing for what is not signed, is signed for another job, or is about another message', async () => {
  const { jobId, kept } = await setup();
  const other = await setup();
  const { path } = callback(jobId);
  const MessageSid = sidOf(jobId);
  const delivered = { MessageStatus: 'delivered', MessageSid };
  expect(await tell(delivered, { path, token: 'guessed' })).toBe(403);
  const bare = await fetch(`${board.url}${path}`, { method: 'POST', body: new URLSearchParams(delivered) });
  expect(bare.status).toBe(403);
  expect(await kept()).toMatchObject({ status: 'queued' });
  await domain.write((writing) => smsSent(writing, jobId, MessageSid));
  expect(await tell({ ...delivered, MessageSid: `SM${'2'.repeat(32)}` }, { path })).toBe(204);
  expect(await kept()).toMatchObject({ status: 'sent' });
  expect(await other.kept()).toMatchObject({ status: 'queued' });
  expect(await tell({ MessageSid, MessageStatus: 'sent' }, { path: '/hooks/twilio/sms?job=me' })).toBe(400);
});

test('is not there while it is not configured', async () => {
  const closed = await openBoard({ env: { NIGHTSHIFT_DASHBOARD_PASSWORD: 'correct horse battery' } });
  const { status } = await fetch(`${closed.url}/hooks/twilio/sms`, { method: 'POST', redirect: 'manual' });
  expect([303, 401]).toContain(status);
});
