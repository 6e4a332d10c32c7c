import { readFile } from 'node:fs/promises';
import PostalMime from 'postal-mime';
import { beforeAll, expect, test } from 'vitest';
import { broadcastUpdate } from '../../../jobs/notifications/broadcast-update.ts';
import { deliverNotification } from '../../../jobs/notifications/deliver-notification.ts';
import { sendNotification } from '../../../jobs/notifications/send-notification.ts';
import type { OuterChannel } from '../../../jobs/notifications/services.ts';
import { findNotifications } from '../../../src/domain/notifications/find-notifications.ts';
import { markChannel } from '../../../src/domain/notifications/mark-channel.ts';
import { readNotifications } from '../../../src/domain/notifications/read-notifications.ts';
import { savePushSubscription } from '../../../src/domain/push/push-subscriptions.ts';
import { updateUser } from '../../../src/domain/users/change-user.ts';
import type { NewUser } from '../../../src/domain/users/create-user.ts';
import type { HandlerOutcome } from '../../../src/job/outcome.ts';
import notificationsWorker from '../../../workers/notifications.ts';
import { sowUser } from '../../domain/sow.ts';
import { freshFolder } from '../../servers/fresh-folder.ts';
import { startPushService } from '../../servers/start-push-service.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;

beforeAll(async () => {
  runner = await openJobRunner(notificationsWorker, { NIGHTSHIFT_DATA_DIR: await freshFolder() });
  return runner.end;
});

const everywhere = ['in-app', 'email', 'sms', 'push'] as const;
let numbers = 7_700_900_100;

/** A user who has been told something, and what brings it over a channel. */
async function setup(fields: Partial<NewUser> = {}) {
  const phone = `+44${(numbers += 1)}`;
  const userId = await sowUser(runner.domain, { channels: everywhere, phone, ...fields });
  const told = {
    userId,
    type: 'task-completed',
    title: 'Paint',
    body: 'Grüße',
    url: 'https://shop.example/1',
  };
  const { result } = (await runner.run(sendNotification, told)) as { readonly result?: unknown };
  const { notificationId } = result as { readonly notificationId: string };
  const deliver = (channel: OuterChannel, isUrgent = false): Promise<HandlerOutcome> =>
    runner.run(deliverNotification, { notificationId, channel, isUrgent });
  const statuses = async () => (await findNotifications(runner.domain.reader, userId))[0]?.channels;
  return { userId, phone, notificationId, deliver, statuses };
}

async function fileOf(outcome: HandlerOutcome): Promise<string> {
  const { response } = (outcome as { readonly result: unknown }).result as { readonly response: string };
  return readFile(response, 'utf8');
}

test('brings it over each channel that the user allows, and keeps what became of it', async () => {
  const { userId, phone, deliver, statuses } = await setup();
  const service = await startPushService();
  const subscription = service.subscribe();
  await runner.domain.write((writing) => savePushSubscription(writing, { userId, ...subscription }));
  expect(await statuses()).toEqual({ 'in-app': 'delivered', email: 'queued', sms: 'queued', push: 'queued' });

  const mail = await PostalMime.parse(await fileOf(await deliver('email')));
  expect(mail).toMatchObject({ subject: 'Paint', text: expect.stringContaining('Grüße') });
  expect(mail.html).toContain('https://shop.example/1');
  expect(await fileOf(await deliver('sms'))).toBe(`To: ${phone}\n\nPaint: Grüße https://shop.example/1\n`);
  expect(JSON.parse(await fileOf(await deliver('push')))).toMatchObject({
    message: { title: 'Paint', body: 'Grüße' },
  });
  expect(await statuses()).toEqual({ 'in-app': 'delivered', email: 'sent', sms: 'sent', push: 'sent' });
});

test('tells whoever listens to the user, from the beginning to the reading', async () => {
  const userId = await sowUser(runner.domain);
  const { channels } = await runner.kv();
  const news = await channels.subscribe(`user:${userId}:notifications`);
  const { result } = (await runner.run(sendNotification, { userId, type: 'x', title: 'Paint' })) as {
    readonly result?: unknown;
  };
  const { notificationId } = result as { readonly notificationId: string };
  await runner.run(deliverNotification, { notificationId, channel: 'email' });
  const inbox = news[Symbol.asyncIterator]();
  const heard = [await inbox.next(), await inbox.next()].map(({ value }) => value?.message);
  news.close();
  expect(heard).toEqual([
    { kind: 'notification-recorded', notificationId, type: 'x', title: 'Paint' },
    { kind: 'notification-changed', notificationId, channel: 'email', status: 'sent' },
  ]);
});

test('waits for the end of quiet hours that have begun meanwhile, unless it is urgent', async () => {
  const { userId, deliver, statuses } = await setup({ timeZone: 'UTC' });
  const clock = (hours: number): string =>
    new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
  const quietHours = { from: clock(-1), until: clock(2) };
  await runner.domain.write((writing) => updateUser(writing, userId, { quietHours }));
  const outcome = (await deliver('email')) as { readonly kind: string; readonly delayMs: number };
  expect(outcome.kind).toBe('snoozed');
  expect(outcome.delayMs).toBeGreaterThan(1.9 * 3_600_000);
  expect(outcome.delayMs).toBeLessThanOrEqual(2 * 3_600_000);
  expect(await deliver('email', true)).toMatchObject({ kind: 'completed' });
  expect(await statuses()).toMatchObject({ email: 'sent', sms: 'queued' });
});

test.each([
  ['sms', { phone: null }, 'no telephone number'],
  ['push', {}, 'no device'],
] as const)('fails over %s for a user who cannot be reached by it', async (channel, fields, why) => {
  const { deliver, statuses } = await setup(fields);
  expect(await deliver(channel)).toEqual({ kind: 'cancelled', reason: expect.stringContaining(why) });
  expect((await statuses())?.[channel]).toBe('failed');
});

test('goes over no channel that the user allows no more, nor for a notification that is gone', async () => {
  const { userId, notificationId, deliver, statuses } = await setup();
  await runner.domain.write((writing) => updateUser(writing, userId, { channels: ['in-app'] }));
  expect(await deliver('email')).toMatchObject({ kind: 'cancelled' });
  expect(await statuses()).toMatchObject({ email: 'failed' });
  await runner.domain.write(({ trx }) =>
    trx.deleteFrom('notifications').where('id', '=', notificationId).execute(),
  );
  expect(await deliver('sms')).toMatchObject({
    kind: 'cancelled',
    reason: expect.stringContaining('no more'),
  });
});

test('keeps why a channel failed when the job is not tried again', async () => {
  const { deliver, statuses } = await setup({ phone: '+4477' });
  await expect(deliver('sms')).rejects.toMatchObject({ code: 'PERMANENT' });
  expect(await statuses()).toMatchObject({ sms: 'failed', email: 'queued' });
});

test.each([
  [['delivered', 'sent'], 'delivered'],
  [['delivered', 'failed'], 'delivered'],
  [['failed', 'sent'], 'sent'],
  [['read', 'delivered', 'sent'], 'read'],
] as const)('never goes back: after %j it is %s', async (words, expected) => {
  const { notificationId, statuses } = await setup();
  for (const status of words)
    await runner.domain.write((writing) =>
      markChannel(writing, { notificationId, channel: 'sms' }, { status }),
    );
  expect(await statuses()).toMatchObject({ sms: expected });
});

test('is read by its user, once, and by nobody else', async () => {
  const { userId, notificationId, statuses } = await setup();
  const read = (reader: number) =>
    runner.domain.write((writing) => readNotifications(writing, reader, [notificationId]));
  expect([await read(await sowUser(runner.domain)), await read(userId), await read(userId)]).toEqual([
    0, 1, 0,
  ]);
  expect(await statuses()).toMatchObject({ 'in-app': 'read' });
  expect(await findNotifications(runner.domain.reader, userId, { isUnread: true })).toEqual([]);
});

test('a task update reaches whoever watches the task', async () => {
  const { channels } = await runner.kv();
  const watching = await channels.subscribe('task:12');
  await runner.run(broadcastUpdate, { taskId: 11, type: 'completed' });
  await runner.run(broadcastUpdate, { taskId: 12, type: 'completed', timestamp: 1_900_000_000 });
  const { value } = await watching[Symbol.asyncIterator]().next();
  watching.close();
  expect(value?.message).toMatchObject({
    taskId: 12,
    type: 'completed',
    at: '2030-03-17T17:46:40.000Z',
    data: {},
  });
});
