import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { AUTOMATIC_HEADERS } from './automatic-headers.ts';
import { brandOf } from './brand-of.ts';
import { deliverMail } from './deliver-mail.ts';
import { mailAddress } from './mail-address.ts';
import { MAIL_RETRY, MAIL_TIMEOUT_MS } from './mail-retry.ts';
import type { EmailContext } from './services.ts';
import { singleLine } from './single-line.ts';
import { renderTaskReminder } from './templates/task-reminder.ts';
import { timeZone } from './time-zone.ts';
import { webAddress } from './web-address.ts';

const task = z.strictObject({
  title: singleLine(200),
  description: z.string().min(1).max(5_000).optional(),
  /** An instant with its offset (`2025-11-21T17:00:00Z`), or a date (`2025-11-21`). */
  dueAt: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
  priority: singleLine(40).optional(),
  category: singleLine(80).optional(),
  url: webAddress.optional(),
});

/** Reminds one person of one task, with its due date in `timeZone` (default UTC). */
export const sendTaskReminder = defineJob({
  name: 'email.send-task-reminder',
  queue: 'email',
  payload: z.strictObject({
    to: mailAddress,
    name: singleLine(200).optional(),
    subject: singleLine(500).optional(),
    task,
    timeZone: timeZone.default('UTC'),
  }),
  retry: MAIL_RETRY,
  timeoutMs: MAIL_TIMEOUT_MS,
  run: ({ to, name, ...values }, context: EmailContext) => {
    const content = renderTaskReminder({ ...values, name, brand: brandOf(context.mailer.sender) });
    return deliverMail({ ...content, to: [{ email: to, name }], headers: AUTOMATIC_HEADERS }, context);
  },
});
