import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { deliverMail } from './deliver-mail.ts';
import { mailAttachments } from './mail-attachment.ts';
import { mailHeaders } from './mail-headers.ts';
import { MAIL_RETRY, MAIL_TIMEOUT_MS } from './mail-retry.ts';
import { mailbox } from './mailbox.ts';
import type { EmailContext } from './services.ts';
import { singleLine } from './single-line.ts';

/** RFC 5321, section 4.5.3.1.8: every server takes 100 recipients. */
const MAX_RECIPIENTS = 100;

const recipients = z.array(mailbox).max(MAX_RECIPIENTS);

const payload = z
  .strictObject({
    to: recipients.min(1),
    cc: recipients.optional(),
    bcc: recipients.optional(),
    from: mailbox.optional(),
    replyTo: mailbox.optional(),
    subject: singleLine(500),
    text: z.string().min(1).max(1_000_000).optional(),
    html: z.string().min(1).max(1_000_000).optional(),
    attachments: mailAttachments.optional(),
    headers: mailHeaders.optional(),
  })
  .refine(({ text, html }) => text !== undefined || html !== undefined, 'expected `text`, `html` or both')
  .refine(
    ({ to, cc = [], bcc = [] }) => to.length + cc.length + bcc.length <= MAX_RECIPIENTS,
    `expected at most ${MAX_RECIPIENTS} recipients in all: enqueue one mail for each group of readers`,
  );

/**
 * Sends a mail. Recipients that the server refuses stand in the result; those it accepted are never sent to again.
 * The result is `{ messageId, accepted, refused, response }`.
 */
export const sendEmail = defineJob({
  name: 'email.send',
  queue: 'email',
  payload,
  retry: MAIL_RETRY,
  timeoutMs: MAIL_TIMEOUT_MS,
  redact: ['payload.text', 'payload.html', 'payload.attachments'],
  run: (content, context: EmailContext) => deliverMail(content, context),
});
