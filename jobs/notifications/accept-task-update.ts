import type { Accept } from '../../src/job/queue.ts';
import { strangerFields } from '../stranger-fields.ts';
import { strangerTime } from '../stranger-time.ts';

/** A message of the exchange `updates`, `{ task_id, type, timestamp }`, becomes a live update to whoever watches that task. */
export const acceptTaskUpdate: Accept = ({ body }) => {
  const { task_id: taskId, type, timestamp } = strangerFields(body);
  const known = { taskId, type, timestamp: strangerTime(timestamp) };
  const given = Object.entries(known).filter(([, value]) => value !== undefined);
  return { job: 'updates.broadcast', payload: Object.fromEntries(given) };
};
