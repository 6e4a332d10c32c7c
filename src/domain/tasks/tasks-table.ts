import type { Generated } from 'kysely';
import type { InstantOrNow, MaybeInstant } from '../columns.ts';

export type TaskPriority = 'low' | 'medium' | 'high' | 'urgent';

/** `app.tasks` */
export interface TasksTable {
  id: Generated<number>;
  owner_id: number;
  title: string;
  description: Generated<string>;
  priority: Generated<TaskPriority>;
  category: string | null;
  due_at: MaybeInstant;
  /** Null while the task is open. */
  completed_at: MaybeInstant;
  created_at: InstantOrNow;
  updated_at: InstantOrNow;
}
