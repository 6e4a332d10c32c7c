import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { plainText } from '../plain-text.ts';
import { wholeId } from '../whole-id.ts';
import { deliverSms } from './deliver-sms.ts';
import type { SmsContext } from './services.ts';

/**
 * Sends an SMS, once. A number that has opted out gets none and the job is cancelled; a limit that is reached fails
 * it. What may have been sent is looked for at the provider before anything is sent again. The result is
 * `{ providerId, segments, encoding }`.
 */
export const sendSms = defineJob({
  name: 'sms.send',
  queue: 'sms',
  payload: z.strictObject({
    to: z.string().regex(/^\+[1-9]\d{6,14}$/, 'expected a number in E.164, such as +441632960123'),
    /** Up to ten segments. */
    body: plainText(1_530).min(1),
    userId: wholeId.optional(),
  }),
  retry: { maxAttempts: 8, baseDelayMs: 5_000, maxDelayMs: 1_800_000 },
  timeoutMs: 60_000,
  redact: ['payload.body'],
  run: (message, context: SmsContext) => deliverSms(message, context),
});
