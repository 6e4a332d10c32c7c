import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { sendEmail } from '../email/send-email.ts';
import { singleLine } from '../email/single-line.ts';
import { plainText } from '../plain-text.ts';
import { wholeId } from '../whole-id.ts';
import { notificationTitle } from './notification-text.ts';
import type { NotificationContext } from './services.ts';

const channel = z.enum(['in-app', 'email']);

/**
 * Tells one user something: in the application at once, and by mail when the user allows mail, but not in quiet
 * hours. The result is `{ notificationId, channels }`.
 */
export const sendNotification = defineJob({
  name: 'notifications.send',
  queue: 'notifications',
  payload: z.strictObject({
    userId: wholeId,
    /** What happened: `task-completed`, `low-stock`, … */
    type: singleLine(80),
    /** Default: from the type and `data.title`. */
    title: singleLine(200).optional(),
    body: plainText(5_000).optional(),
    /** What it is about, for programs: `taskId`, `productId`, … */
    data: z.record(z.string().max(100), z.json()).optional(),
    /** Over which it may go, of those that the user allows. Default all. */
    channels: z.array(channel).optional(),
  }),
  run: (
    { userId, type, data = {}, ...given },
    { notifications, transaction, within, job }: NotificationContext,
  ) => {
    const { title = notificationTitle(type, data), body = '', channels = channel.options } = given;
    const notification = { jobId: job.id, userId, type, title, body, data, channels };
    return notifications.record(transaction, notification, async (recorded, trx) => {
      const { recipient, quietUntil } = recorded;
      if (recorded.channels.includes('email')) {
        const mail = { to: [{ email: recipient.email, name: recipient.name }], subject: title };
        const options = quietUntil === null ? {} : { runAt: quietUntil };
        await within(trx).enqueue(sendEmail, { ...mail, text: body === '' ? title : body }, options);
      }
      return completed({ notificationId: recorded.id, channels: recorded.channels });
    });
  },
});
