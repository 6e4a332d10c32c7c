import { type Sample, sample } from '../sample.ts';
import { broadcastUpdate } from './broadcast-update.ts';
import { deliverNotification } from './deliver-notification.ts';
import { sendNotification } from './send-notification.ts';

/** Made before the samples are sent, below the ids that the database gives. */
export const SAMPLE_NOTIFICATION_ID = '0';

export const notificationSamples: readonly Sample[] = [
  sample(sendNotification, {
    userId: 1,
    type: 'task-completed',
    body: 'Charles has completed the quarterly figures.',
    url: 'https://shop.example/tasks/1',
    data: { taskId: 1, title: 'Send the quarterly figures' },
  }),
  // The user may have quiet hours, and whoever starts wants to see the mail.
  sample(deliverNotification, { notificationId: SAMPLE_NOTIFICATION_ID, channel: 'email', isUrgent: true }),
  sample(broadcastUpdate, { taskId: 1, type: 'completed', timestamp: '2030-03-29T16:00:00Z' }),
];
