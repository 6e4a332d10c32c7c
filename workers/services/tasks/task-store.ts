import type { TaskStore } from '../../../jobs/tasks/services.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { findParticipants, findTask } from '../../../src/domain/tasks/find-tasks.ts';
import { takeReminders } from '../../../src/domain/tasks/take-reminders.ts';
import { permanentWhenRefused } from '../domain/permanent-when-refused.ts';

/** Keeps tasks in the tables of the sample application. */
export function makeTaskStore(domain: Domain): TaskStore {
  return {
    create: (transaction, { userId, ...task }, then) =>
      permanentWhenRefused(
        domain.writeWith(transaction, async (writing) => {
          const { id } = await createTask(writing, { ...task, ownerId: userId });
          return then({ taskId: id }, writing.ledgerTransaction);
        }),
      ),
    find: async (taskId) => {
      const task = await findTask(domain.reader, taskId);
      if (!task) return undefined;
      const participants = await findParticipants(domain.reader, taskId);
      return { title: task.title, userIds: participants.map(({ userId }) => userId) };
    },
    takeReminders: (wanted, remind) =>
      domain.write(async (writing) => {
        const reminders = await takeReminders(writing, wanted);
        await remind(reminders, writing.ledgerTransaction);
        return reminders.length;
      }),
  };
}
