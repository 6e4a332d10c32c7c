import { beforeAll, expect, test } from 'vitest';
import { notificationTitle, shorten } from '../../../jobs/notifications/notification-text.ts';
import { sendNotification } from '../../../jobs/notifications/send-notification.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { recordNotification } from '../../../src/domain/notifications/record-notification.ts';
import { newJobId } from '../../../src/job/job-id.ts';
import notificationsWorker from '../../../workers/notifications.ts';
import { sowUser } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;

beforeAll(async () => {
  runner = await openJobRunner(notificationsWorker);
  return runner.end;
});

test('writes into the history and has a mail brought to whoever allows mail', async () => {
  const userId = await sowUser(runner.domain);
  const data = { taskId: 3, title: 'Paint' };
  const outcome = await runner.run(sendNotification, {
    userId,
    type: 'task-completed',
    body: 'Well done.',
    data,
  });
  expect(outcome).toMatchObject({ result: { channels: ['in-app', 'email'] } });
  const rows = await rowsOf(
    runner.database,
    `SELECT type, title, body, data, array_agg(channel || ' ' || status ORDER BY channel) AS channels
     FROM app.notifications JOIN app.notification_channels ON notification_id = id WHERE user_id = $1 GROUP BY id`,
    [userId],
  );
  const title = 'Task completed: Paint';
  expect(rows).toEqual([
    {
      type: 'task-completed',
      title,
      body: 'Well done.',
      data,
      channels: ['email queued', 'in-app delivered'],
    },
  ]);
  const { notificationId } = (outcome as { readonly result: unknown }).result as {
    readonly notificationId: string;
  };
  expect(await runner.takeEnqueued()).toMatchObject([
    { name: 'notifications.deliver', payload: { notificationId, channel: 'email', isUrgent: false } },
  ]);
});

test('keeps to the channels that the user allows and the sender wants', async () => {
  const userId = await sowUser(runner.domain, { channels: ['in-app'] });
  expect(await runner.run(sendNotification, { userId, type: 'x' })).toMatchObject({
    result: { channels: ['in-app'] },
  });
  const other = await sowUser(runner.domain);
  const onlyInApp = { userId: other, type: 'x', channels: ['in-app' as const] };
  expect(await runner.run(sendNotification, onlyInApp)).toMatchObject({ result: { channels: ['in-app'] } });
  expect(await runner.takeEnqueued()).toEqual([]);
});

test('fails for good when there is no such user', async () => {
  const run = runner.run(sendNotification, { userId: 999_999, type: 'x' });
  await expect(run).rejects.toMatchObject({ code: 'PERMANENT' });
});

test('holds a mail back until the quiet hours are over', async () => {
  const now = new Date();
  const clock = (hours: number): string =>
    new Date(now.getTime() + hours * 3_600_000).toISOString().slice(11, 16);
  const quietHours = { from: clock(-1), until: clock(1) };
  const userId = await sowUser(runner.domain, { timeZone: 'UTC', quietHours });
  await runner.run(sendNotification, { userId, type: 'x' });
  const [mail] = await runner.takeEnqueued();
  const until = new Date(now.getTime() + 3_600_000).setUTCSeconds(0, 0);
  expect(mail?.dueAt?.getTime()).toBe(until);
  await runner.run(sendNotification, { userId, type: 'x', isUrgent: true });
  const [urgent] = await runner.takeEnqueued();
  expect(urgent?.dueAt?.getTime()).toBeLessThan(until);
});

// From 22:00 to 07:00, or from 12:00 to 14:00, by the user's clock.
test.each([
  ['Europe/Berlin', '22:00', '07:00', '2030-06-01T19:59:59Z', null],
  ['Europe/Berlin', '22:00', '07:00', '2030-06-01T20:00:00Z', '2030-06-02T05:00:00Z'],
  ['Europe/Berlin', '22:00', '07:00', '2030-06-02T04:59:59Z', '2030-06-02T05:00:00Z'],
  ['Europe/Berlin', '22:00', '07:00', '2030-06-02T05:00:00Z', null],
  ['Europe/Berlin', '22:00', '07:00', '2030-03-30T22:00:00Z', '2030-03-31T05:00:00Z'],
  ['Europe/Berlin', '22:00', '07:00', '2030-10-26T21:00:00Z', '2030-10-27T06:00:00Z'],
  ['Asia/Kolkata', '12:00', '14:00', '2030-06-01T06:30:00Z', '2030-06-01T08:30:00Z'],
  ['Asia/Kolkata', '12:00', '14:00', '2030-06-01T08:30:00Z', null],
])('in %s is quiet from %s to %s: at %s until %s', async (timeZone, from, until, now, expected) => {
  const userId = await sowUser(runner.domain, { timeZone, quietHours: { from, until } });
  const notification = { jobId: newJobId(), userId, type: 'x', title: 'x', body: '', data: {}, channels: [] };
  const recorded = await runner.domain.write((writing) =>
    recordNotification(writing, notification, new Date(now)),
  );
  expect(recorded.quietUntil).toEqual(expected === null ? null : new Date(expected));
});

test.each([
  ['task-created', { title: 'Paint' }, 'Task created: Paint'],
  ['task-created', { title: 'Earn $& more' }, 'Task created: Earn $& more'],
  ['task-created', {}, 'Task created'],
  ['done', { taskId: 2 }, 'Done: task 2'],
  ['stock_is-back', {}, 'Stock is back'],
])('calls %s of %j "%s"', (type, data, expected) => {
  expect(notificationTitle(type, data)).toBe(expected);
});

test.each([
  ['short', 10, 'short'],
  ['a few more words', 12, 'a few...'],
  ['👋'.repeat(9), 5, '👋👋...'],
])('shortens %j to %i characters: %j', (text, most, expected) => {
  expect(shorten(text, most)).toBe(expected);
});

test('goes over a channel once, however often that is named', async () => {
  const userId = await sowUser(runner.domain, { channels: ['in-app', 'email'] });
  const outcome = await runner.run(sendNotification, { userId, type: 'x', channels: ['email', 'email'] });
  expect(outcome).toMatchObject({ result: { channels: ['email'] } });
});
