import { sendEmail } from './email/send-email.ts';
import { sendTaskReminder } from './email/send-task-reminder.ts';
import { sendWelcomeEmail } from './email/send-welcome-email.ts';
import type { JobDefinition } from '../src/job/job-definition.ts';

export { sendEmail, sendTaskReminder, sendWelcomeEmail };

/** The catalogue: every job that this repository defines. */
export const jobs: readonly JobDefinition[] = [sendEmail, sendTaskReminder, sendWelcomeEmail];
