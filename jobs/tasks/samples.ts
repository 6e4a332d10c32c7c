import { type Sample, sample } from '../sample.ts';
import { createTask } from './create-task.ts';
import { notifyTask } from './notify-task.ts';
import { sendReminders } from './send-reminders.ts';

export const taskSamples: readonly Sample[] = [
  sample(createTask, {
    userId: 1,
    title: 'Send the quarterly figures to Charles',
    description: 'The table for the board, with last quarter beside it.',
    priority: 'high',
    category: 'work',
    dueAt: '2030-03-29',
  }),
  // The whole day, so that a first start at any hour has someone to remind.
  sample(sendReminders, { fromHour: 0, untilHour: 24 }),
  sample(notifyTask, { taskId: 1, change: 'updated' }),
];
