import type { Accept } from '../../src/job/queue.ts';
import { strangerFields } from '../stranger-fields.ts';
import { strangerTime } from '../stranger-time.ts';

/**
 * A message of the queue `email_notifications`, `{ email, subject, task }`, becomes a task reminder. `task` is a title
 * or an object, of which the known fields are taken; what the job's schema refuses ends as a failed job.
 */
export const acceptEmailNotification: Accept = ({ body }) => {
  const { email, subject, task } = strangerFields(body);
  return {
    job: 'email.send-task-reminder',
    payload: { to: email, ...(subject === undefined ? {} : { subject }), task: toTask(task) },
  };
};

const TASK_FIELDS = ['title', 'description', 'priority', 'category', 'url'] as const;

function toTask(task: unknown): Readonly<Record<string, unknown>> {
  if (typeof task === 'string') return { title: task };
  const fields = strangerFields(task);
  const dueAt = strangerTime(fields['dueAt'] ?? fields['due_date']);
  const known = TASK_FIELDS.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]);
  return { ...Object.fromEntries(known), ...(dueAt === undefined ? {} : { dueAt }) };
}
