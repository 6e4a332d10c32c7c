import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { singleLine } from '../email/single-line.ts';
import { webAddress } from '../email/web-address.ts';
import { plainText } from '../plain-text.ts';
import { wholeId } from '../whole-id.ts';
import { deliverNotification } from './deliver-notification.ts';
import { notificationTitle } from './notification-text.ts';
import type { NotificationContext } from './services.ts';

const channel = z.enum(['in-app', 'email', 'sms', 'push']);

/**
 * Tells one user something: in the application at once, and over each other channel that the user allows by a job of its
 * own, which waits for the end of quiet hours unless it is urgent. The result is `{ notificationId, channels }`.
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
    /** Where to read more. */
    url: webAddress.optional(),
    /** What it is about, for programs: `taskId`, `productId`, … */
    data: z.record(z.string().max(100), z.json()).optional(),
    /** Over which it may go, of those that the user allows. Default all. */
    channels: z.array(channel).optional(),
    /** Goes in quiet hours too. Default false. */
    isUrgent: z.boolean().optional(),
  }),
  run: (
    { userId, type, url, ...given },
    { notifications, transaction, within, job }: NotificationContext,
  ) => {
    const { body = '', channels = channel.options, isUrgent = false } = given;
    const data = { ...given.data, ...(url === undefined ? {} : { url }) };
    const title = given.title ?? notificationTitle(type, data);
    const notification = { jobId: job.id, userId, type, title, body, data, channels, isUrgent };
    return notifications.record(transaction, notification, async (recorded, trx) => {
      const { id: notificationId, quietUntil } = recorded;
      const options = quietUntil === null ? {} : { runAt: quietUntil };
      for (const each of recorded.channels)
        if (each !== 'in-app')
          await within(trx).enqueue(
            deliverNotification,
            { notificationId, channel: each, isUrgent },
            options,
          );
      return completed({ notificationId, channels: recorded.channels });
    });
  },
});
