import type { Generated } from 'kysely';
import type { InstantOrNow } from '../columns.ts';

/** `app.task_collaborators`: whom the owner shares a task with; an editor may change it. */
export interface TaskCollaboratorsTable {
  task_id: number;
  user_id: number;
  role: Generated<'viewer' | 'editor'>;
  added_at: InstantOrNow;
}
