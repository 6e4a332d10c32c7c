import type { Accept } from '../../src/job/queue.ts';
import { strangerFields } from '../stranger-fields.ts';

/** A message of the exchange `updates`, `{ task_id, type, timestamp }`, becomes a live update to whoever watches that task. */
export const acceptTaskUpdate: Accept = ({ body }) => {
  const { task_id: taskId, type, timestamp } = strangerFields(body);
  return { job: 'updates.broadcast', payload: { taskId, type, timestamp } };
};
