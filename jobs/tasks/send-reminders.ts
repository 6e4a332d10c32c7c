import { z } from 'zod';
import type { LedgerTransaction } from '../../src/job/handler-context.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { sendTaskReminder } from '../email/send-task-reminder.ts';
import { sendNotification } from '../notifications/send-notification.ts';
import type { TaskContext, TaskReminder } from './services.ts';

const PAGE = 200;
/** Longer than the reminders of a day can come up, whichever zone it is the day of. */
const KEPT_MS = 3 * 24 * 3_600_000;

const hour = z.int().min(0).max(24);

/**
 * Reminds everybody for whom it is morning of the tasks that are due today, by their own clocks: those who allow mail
 * by mail, the others in the application. Meant to run several times an hour, for zones begin their mornings at quarters
 * of it; whoever was reminded is not reminded again that day. The result is `{ reminded }`.
 */
export const sendReminders = defineJob({
  name: 'tasks.send-reminders',
  queue: 'tasks',
  payload: z
    .strictObject({
      /** From this hour of the user's day. */
      fromHour: hour.default(8),
      /** Not any more at this one: what could not be sent by then comes too late to plan the day. */
      untilHour: hour.default(12),
    })
    .refine(({ fromHour, untilHour }) => fromHour < untilHour, {
      path: ['untilHour'],
      message: 'expected an hour after `fromHour` (8 unless given)',
    }),
  timeoutMs: 600_000,
  run: async ({ fromHour, untilHour }, { tasks, within, signal, progress }: TaskContext) => {
    // Not the due time: a run that comes hours late must not remind in the evening.
    const now = new Date();
    const remind = async (reminders: readonly TaskReminder[], trx: LedgerTransaction): Promise<void> => {
      for (const reminder of reminders) await enqueueReminder(within(trx), reminder);
    };
    let reminded = 0;
    for (let taken = PAGE; taken === PAGE; reminded += taken) {
      signal.throwIfAborted();
      taken = await tasks.takeReminders({ now, fromHour, untilHour, limit: PAGE }, remind);
      progress({ reminded: reminded + taken });
    }
    return completed({ reminded });
  },
});

async function enqueueReminder(
  producer: ReturnType<TaskContext['within']>,
  { userId, taskId, day, allowsMail, ...reminder }: TaskReminder,
): Promise<void> {
  const unique = { key: `${userId}/${taskId}/${day}`, forMs: KEPT_MS };
  const { title, description, priority, category, dueAt, timeZone } = reminder;
  if (!allowsMail) {
    const data = { taskId, title };
    await producer.enqueue(sendNotification, { userId, type: 'task-due', data }, { unique });
    return;
  }
  const task = {
    title,
    dueAt: dueAt.toISOString(),
    priority: priority.charAt(0).toUpperCase() + priority.slice(1),
    ...(description === '' ? {} : { description }),
    ...(category === null ? {} : { category }),
  };
  await producer.enqueue(
    sendTaskReminder,
    { to: reminder.email, name: reminder.name, task, timeZone },
    { unique },
  );
}
