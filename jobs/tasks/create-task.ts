import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { singleLine } from '../email/single-line.ts';
import { sendNotification } from '../notifications/send-notification.ts';
import { plainText } from '../plain-text.ts';
import { wholeId } from '../whole-id.ts';
import type { TaskContext } from './services.ts';

const day = z.iso.date().refine((text) => text >= '1970-01-01', 'expected a day since 1970');
const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => text >= '1970-01-01', 'expected an instant since 1970');

/**
 * Creates a task of a user's, who is notified of it: both or neither. A day as the due date ends by the user's clock.
 * The result is `{ taskId }`.
 */
export const createTask = defineJob({
  name: 'tasks.create',
  queue: 'tasks',
  payload: z.strictObject({
    userId: wholeId,
    title: singleLine(200),
    description: plainText(5_000).optional(),
    priority: z.enum(['low', 'medium', 'high', 'urgent']).optional(),
    category: singleLine(80).optional(),
    /** `2030-03-29T16:00:00Z` or `2030-03-29`. */
    dueAt: z.union([instant, day]).optional(),
  }),
  run: ({ dueAt, ...fields }, { tasks, transaction, within }: TaskContext) => {
    const { userId, title } = fields;
    const task = { ...fields, ...(dueAt === undefined ? {} : { due: toDue(dueAt) }) };
    return tasks.create(transaction, task, async ({ taskId }, trx) => {
      await within(trx).enqueue(sendNotification, { userId, type: 'task-created', data: { taskId, title } });
      return completed({ taskId });
    });
  },
});

function toDue(dueAt: string): Date | { readonly day: string } {
  return dueAt.includes('T') ? new Date(dueAt) : { day: dueAt };
}
