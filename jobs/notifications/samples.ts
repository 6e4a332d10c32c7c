import { type Sample, sample } from '../sample.ts';
import { sendNotification } from './send-notification.ts';

export const notificationSamples: readonly Sample[] = [
  sample(sendNotification, {
    userId: 1,
    type: 'task-completed',
    body: 'Charles has completed the quarterly figures.',
    data: { taskId: 1, title: 'Send the quarterly figures' },
  }),
];
