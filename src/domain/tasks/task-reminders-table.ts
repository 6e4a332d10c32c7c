import type { Day, InstantOrNow } from '../columns.ts';

/** `app.task_reminders`: who was reminded of what on which of their days. */
export interface TaskRemindersTable {
  task_id: number;
  user_id: number;
  day: Day;
  reminded_at: InstantOrNow;
}
