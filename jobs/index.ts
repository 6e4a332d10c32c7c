import { sendEmail } from './email/send-email.ts';
import { sendTaskReminder } from './email/send-task-reminder.ts';
import { sendWelcomeEmail } from './email/send-welcome-email.ts';
import { alertLowStock } from './inventory/alert-low-stock.ts';
import { predictDemand } from './inventory/predict-demand.ts';
import { reorderAutomatically } from './inventory/reorder-automatically.ts';
import { sendNotification } from './notifications/send-notification.ts';
import { createTask } from './tasks/create-task.ts';
import { notifyTask } from './tasks/notify-task.ts';
import { sendReminders } from './tasks/send-reminders.ts';
import type { JobDefinition } from '../src/job/job-definition.ts';

export {
  createTask,
  notifyTask,
  sendEmail,
  sendNotification,
  sendReminders,
  sendTaskReminder,
  sendWelcomeEmail,
};

/** The catalogue: every job that this repository defines. */
export const jobs: readonly JobDefinition[] = [
  sendEmail,
  sendTaskReminder,
  sendWelcomeEmail,
  sendNotification,
  createTask,
  notifyTask,
  sendReminders,
  alertLowStock,
  reorderAutomatically,
  predictDemand,
];
