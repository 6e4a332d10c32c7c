import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { AUTOMATIC_HEADERS } from './automatic-headers.ts';
import { brandOf } from './brand-of.ts';
import { deliverMail } from './deliver-mail.ts';
import { mailAddress } from './mail-address.ts';
import { MAIL_RETRY, MAIL_TIMEOUT_MS } from './mail-retry.ts';
import type { EmailContext } from './services.ts';
import { singleLine } from './single-line.ts';
import { renderWelcome } from './templates/welcome.ts';
import { webAddress } from './web-address.ts';

/** Greets a new user; with `confirmUrl` it asks to confirm the address. */
export const sendWelcomeEmail = defineJob({
  name: 'email.send-welcome',
  queue: 'email',
  payload: z.strictObject({
    to: mailAddress,
    name: singleLine(200),
    confirmUrl: webAddress.optional(),
  }),
  retry: MAIL_RETRY,
  timeoutMs: MAIL_TIMEOUT_MS,
  // The address carries the token that proves who opened it.
  redact: ['payload.confirmUrl'],
  run: ({ to, name, confirmUrl }, context: EmailContext) => {
    const content = renderWelcome({ brand: brandOf(context.mailer.sender), name, confirmUrl });
    return deliverMail({ ...content, to: [{ email: to, name }], headers: AUTOMATIC_HEADERS }, context);
  },
});
