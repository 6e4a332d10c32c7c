import type { Accept } from '../../src/job/queue.ts';
import { strangerFields } from '../stranger-fields.ts';

/** A message of the exchange `notifications`, `{ user_id, task_id, type }`, becomes a notification to that user. */
export const acceptTaskNotification: Accept = ({ body }) => {
  const { user_id: userId, task_id: taskId, type } = strangerFields(body);
  return { job: 'notifications.send', payload: { userId, type, data: { taskId } } };
};
