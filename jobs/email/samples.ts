import { type Sample, sample } from '../sample.ts';
import { sendEmail } from './send-email.ts';
import { sendTaskReminder } from './send-task-reminder.ts';
import { sendWelcomeEmail } from './send-welcome-email.ts';

/** A mail of each kind, as an application would send it. */
export const emailSamples: readonly Sample[] = [
  sample(sendWelcomeEmail, {
    to: 'ada@example.com',
    name: 'Ada Lovelace',
    confirmUrl: 'https://app.example.com/confirm?token=8d1f',
  }),
  sample(sendTaskReminder, {
    to: 'ada@example.com',
    name: 'Ada',
    task: {
      title: 'Send the quarterly figures to Charles',
      description: 'The table for the board, with last quarter beside it.',
      dueAt: '2030-03-29T16:00:00Z',
      priority: 'High',
      category: 'Finance',
      url: 'https://app.example.com/tasks/1843',
    },
    timeZone: 'Europe/London',
  }),
  sample(sendEmail, {
    to: [{ email: 'charles@example.com', name: 'Charles Babbage' }],
    cc: ['ada@example.com'],
    subject: 'Figures for the first quarter',
    text: 'Dear Charles,\n\nthe figures are attached.\n\nAda\n',
    html: '<p>Dear Charles,</p><p>the figures are attached.</p><p>Ada</p>',
    attachments: [
      {
        filename: 'figures.csv',
        contentType: 'text/csv',
        content: 'bW9udGgsb3JkZXJzCjEsMTg0MwoyLDE5MTIKMywyMDE3Cg==',
      },
    ],
  }),
];
