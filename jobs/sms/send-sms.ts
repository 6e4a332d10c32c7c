import { z } from 'zod';
import { PermanentError } from '../../src/job/handler-errors.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed } from '../../src/job/outcome.ts';
import { plainText } from '../plain-text.ts';
import { wholeId } from '../whole-id.ts';
import { countSegments } from './segments.ts';
import type { Reservation, SentSms, SmsContext } from './services.ts';
import { SmsRefusedError } from './sms-refused-error.ts';

/** Twilio's: the number has answered STOP. */
const OPTED_OUT = 21610;

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
  run: async ({ to, body, userId }, { sms, smsRecords, step, job }: SmsContext) => {
    const { segments, encoding } = countSegments(body);
    const message = { to, body };
    const reservation = await smsRecords.reserve({
      ...message,
      jobId: job.id,
      userId,
      segments,
      provider: sms.name,
    });
    if (reservation.kind === 'opted-out') return cancel(`${to} has opted out`);
    if (reservation.kind === 'limited') throw limitReached(to, reservation);
    // Another job may have sent the same words to the same number: that one is not ours.
    const recall = async (): Promise<SentSms | undefined> => {
      const found = await sms.list(message, job.enqueuedAt);
      const known = new Set(await smsRecords.known(found.map(({ providerId }) => providerId)));
      return found.find(({ providerId }) => !known.has(providerId));
    };
    try {
      const { providerId } = await step<SentSms>('send', () => sms.send(message, job.id), {
        reconcile: async () => {
          const sent = await recall();
          return sent ? { kind: 'done', result: sent } : { kind: 'not-done' };
        },
      });
      await smsRecords.sent(job.id, providerId);
      return completed({ providerId, segments, encoding });
    } catch (error) {
      if (!(error instanceof SmsRefusedError)) throw error;
      await smsRecords.refused(job.id, error.providerCode, error.providerCode === OPTED_OUT);
      throw new PermanentError(error.message, { cause: error });
    }
  },
});

function limitReached(to: string, { by, limit }: Extract<Reservation, { kind: 'limited' }>): PermanentError {
  const whom = by === 'number' ? to : `numbers that begin with ${to.slice(0, 5)}`;
  return new PermanentError(
    `${limit} SMS to ${whom} were sent within 24 hours, the most allowed: somebody may be pumping messages. If they are wanted, raise NIGHTSHIFT_SMS_DAILY_PER_${by.toUpperCase()} and retry the job.`,
  );
}
