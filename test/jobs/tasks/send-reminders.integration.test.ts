import { beforeAll, beforeEach, expect, test } from 'vitest';
import { sendReminders } from '../../../jobs/tasks/send-reminders.ts';
import { takeReminders, type TaskReminder } from '../../../src/domain/tasks/take-reminders.ts';
import { completeTask } from '../../../src/domain/tasks/complete-task.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { shareTask } from '../../../src/domain/tasks/share-task.ts';
import type { TaskDue } from '../../../src/domain/tasks/task-due.ts';
import tasksWorker from '../../../workers/tasks.ts';
import { sowUser } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;

beforeAll(async () => {
  runner = await openJobRunner(tasksWorker);
  return runner.end;
});

beforeEach(() => runner.database.query('TRUNCATE app.tasks CASCADE'));

const sowTask = async (ownerId: number, due: TaskDue, title = 'x'): Promise<number> => {
  const task = await runner.domain.write((writing) => createTask(writing, { ownerId, title, due }));
  return task.id;
};

const take = (now: string, limit = 100): Promise<readonly TaskReminder[]> =>
  runner.domain.write((writing) =>
    takeReminders(writing, { now: new Date(now), fromHour: 8, untilHour: 12, limit }),
  );

// Each due at 23:59 of 10 March by the user's own clock, which in New York is a day of 23 hours, or of another day.
test.each([
  ['Europe/London', '2030-03-10T07:59:59Z', 0],
  ['Europe/London', '2030-03-10T08:00:00Z', 1],
  ['Europe/London', '2030-03-10T11:59:59Z', 1],
  ['Europe/London', '2030-03-10T12:00:00Z', 0],
  ['Europe/London', '2030-03-11T08:00:00Z', 0],
  ['Asia/Kathmandu', '2030-03-10T02:14:59Z', 0],
  ['Asia/Kathmandu', '2030-03-10T02:15:00Z', 1],
  ['Pacific/Kiritimati', '2030-03-09T18:00:00Z', 1],
  ['Pacific/Kiritimati', '2030-03-10T18:00:00Z', 0],
  ['Pacific/Pago_Pago', '2030-03-10T19:00:00Z', 1],
  ['America/New_York', '2030-03-10T11:59:59Z', 0],
  ['America/New_York', '2030-03-10T12:00:00Z', 1],
  ['Australia/Lord_Howe', '2030-03-09T21:00:00Z', 1],
])('reminds a user in %s of what is due on 10 March at %s: %i', async (timeZone, now, expected) => {
  const owner = await sowUser(runner.domain, { timeZone });
  await sowTask(owner, { day: '2030-03-10' });
  expect(await take(now)).toHaveLength(expected);
});

test.each([
  ['2030-03-31T08:30:00Z', '2030-03-31T21:30:00Z', 'the evening of the day of 23 hours'],
  ['2030-10-27T08:30:00Z', '2030-10-26T22:30:00Z', 'the first minutes of the day of 25 hours'],
  ['2030-10-27T08:30:00Z', '2030-10-27T22:30:00Z', 'the last minutes of the day of 25 hours'],
])('in Berlin at %s reminds of what is due at %s, %s', async (now, due) => {
  const owner = await sowUser(runner.domain, { timeZone: 'Europe/Berlin' });
  await sowTask(owner, new Date(due));
  expect(await take(now)).toHaveLength(1);
});

test('reminds once a day, however often and by however many it is asked', async () => {
  const owner = await sowUser(runner.domain);
  await sowTask(owner, { day: '2030-03-10' });
  const taken = await Promise.all(Array.from({ length: 6 }, () => take('2030-03-10T08:00:00Z')));
  expect(taken.flat()).toHaveLength(1);
  expect(await take('2030-03-10T09:00:00Z')).toEqual([]);
});

test('reminds owner and editors, each by their own clock, of open tasks only', async () => {
  const owner = await sowUser(runner.domain, { timeZone: 'Europe/London' });
  const editor = await sowUser(runner.domain, { timeZone: 'America/New_York' });
  const viewer = await sowUser(runner.domain, { timeZone: 'Europe/London' });
  const taskId = await sowTask(owner, new Date('2030-03-12T17:00:00Z'));
  await runner.domain.write((writing) => shareTask(writing, taskId, { userId: editor, role: 'editor' }));
  await runner.domain.write((writing) => shareTask(writing, taskId, { userId: viewer, role: 'viewer' }));
  const done = await sowTask(owner, new Date('2030-03-12T17:00:00Z'));
  await runner.domain.write((writing) => completeTask(writing, done));
  expect(await take('2030-03-12T09:00:00Z')).toMatchObject([{ taskId, userId: owner, day: '2030-03-12' }]);
  expect(await take('2030-03-12T13:00:00Z')).toMatchObject([{ taskId, userId: editor }]);
});

test('takes no more at once than it is told, and the rest afterwards', async () => {
  const owner = await sowUser(runner.domain);
  for (let count = 0; count < 5; count += 1) await sowTask(owner, { day: '2030-03-10' });
  const now = '2030-03-10T08:00:00Z';
  expect([(await take(now, 2)).length, (await take(now, 2)).length, (await take(now, 2)).length]).toEqual([
    2, 2, 1,
  ]);
});

test('sends mails to those who allow them and notifications to the others, once for all attempts', async () => {
  const reader = await sowUser(runner.domain, { channels: ['in-app', 'email'], timeZone: 'Asia/Tokyo' });
  const other = await sowUser(runner.domain, { channels: ['in-app'] });
  const today = async (timeZone: string): Promise<TaskDue> => ({
    day: new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date()),
  });
  await sowTask(reader, await today('Asia/Tokyo'), 'Call Tokyo');
  await sowTask(other, await today('UTC'), 'Call Greenwich');
  await runner.takeEnqueued();
  const allDay = { fromHour: 0, untilHour: 24 };
  expect(await runner.run(sendReminders, allDay)).toEqual({ kind: 'completed', result: { reminded: 2 } });
  expect(await runner.run(sendReminders, allDay)).toEqual({ kind: 'completed', result: { reminded: 0 } });
  expect(await runner.takeEnqueued()).toMatchObject([
    {
      name: 'email.send-task-reminder',
      payload: {
        to: expect.stringContaining('@'),
        task: { title: 'Call Tokyo', priority: 'Medium' },
        timeZone: 'Asia/Tokyo',
      },
    },
    { name: 'notifications.send', payload: { userId: other, type: 'task-due' } },
  ]);
});

test('refuses hours of which the second is not after the first', async () => {
  await expect(runner.run(sendReminders, { fromHour: 12 })).rejects.toThrow('expected an hour after');
});
