import type { Accept } from '../../src/job/queue.ts';
import { strangerFields } from '../stranger-fields.ts';
import { strangerTime } from '../stranger-time.ts';

/**
 * A message of the queue `task_creation` is a task's fields, as programs of other languages call them. The known
 * fields are taken; what the job's schema refuses ends as a failed job.
 */
export const acceptTaskCreation: Accept = ({ body }) => {
  const fields = strangerFields(body);
  const { title, description, category } = fields;
  const known = {
    title,
    description: description === '' ? undefined : description,
    category: category === '' ? undefined : category,
    userId: fields['userId'] ?? fields['user_id'] ?? fields['created_by'] ?? fields['owner_id'],
    priority: lowerCase(fields['priority']),
    dueAt: strangerTime(fields['dueAt'] ?? fields['due_date']),
  };
  const given = Object.entries(known).filter(([, value]) => value !== undefined);
  return { job: 'tasks.create', payload: Object.fromEntries(given) };
};

function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
