import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed } from '../../src/job/outcome.ts';
import { sendNotification } from '../notifications/send-notification.ts';
import { wholeId } from '../whole-id.ts';
import type { TaskContext } from './services.ts';

/**
 * Tells everybody who sees a task what happened to it, but for the one who did it. The result is `{ notified }`, how
 * many that were.
 */
export const notifyTask = defineJob({
  name: 'tasks.notify',
  queue: 'tasks',
  payload: z.strictObject({
    taskId: wholeId,
    change: z.enum(['created', 'updated', 'completed', 'reopened', 'shared']),
    byUserId: wholeId.optional(),
  }),
  run: async ({ taskId, change, byUserId }, { tasks, transaction, within }: TaskContext) => {
    const task = await tasks.find(taskId);
    if (!task) return cancel(`Task ${taskId} does not exist any more.`);
    const userIds = task.userIds.filter((userId) => userId !== byUserId);
    const data = { taskId, title: task.title };
    return transaction(async (trx) => {
      for (const userId of userIds)
        await within(trx).enqueue(sendNotification, { userId, type: `task-${change}`, data });
      return completed({ notified: userIds.length });
    });
  },
});
