import { sendReminders } from '../jobs/tasks/send-reminders.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** Four times an hour, because in some zones the morning begins at a quarter of UTC's hour; whoever was reminded is left alone. */
export const taskReminders = defineSchedule({
  name: 'tasks.reminders',
  job: sendReminders,
  payload: {},
  cron: '*/15 * * * *',
  overlap: 'skip',
});
