import type { Accept } from '../../src/job/queue.ts';

/** A message of the queue `task_creation` is a task's fields, which the job's schema checks. */
export const acceptTaskCreation: Accept = ({ body }) => ({ job: 'tasks.create', payload: body });
