import { AmbiguousError, PermanentError } from '../../src/job/handler-errors.ts';
import { cancel, completed, type HandlerOutcome } from '../../src/job/outcome.ts';
import { countSegments } from './segments.ts';
import type { Reservation, SentSms, Sms, SmsContext } from './services.ts';
import { SmsRefusedError } from './sms-refused-error.ts';

/** Twilio's: the number has answered STOP. */
const OPTED_OUT = 21610;

/**
 * Sends an SMS once over all attempts of the job, within the limits. What may have been sent is looked for at the
 * provider before anything is sent again. Cancelled for a number that has opted out.
 *
 * @throws PermanentError when it was refused or a limit is reached, RetryLaterError, AmbiguousError
 */
export async function deliverSms(
  { userId, ...message }: Sms & { readonly userId?: number | undefined },
  context: SmsContext,
): Promise<HandlerOutcome> {
  const { sms, smsRecords, step, job } = context;
  const { segments, encoding } = countSegments(message.body);
  const provider = sms.name;
  const reservation = await smsRecords.reserve({ ...message, jobId: job.id, userId, segments, provider });
  if (reservation.kind === 'opted-out') return cancel(`${message.to} has opted out`);
  if (reservation.kind === 'limited') throw limitReached(message.to, reservation);
  try {
    const { providerId } = await step<SentSms>('send', () => sendOrFind(message, context), {
      reconcile: () => recall(message, context),
    });
    await smsRecords.sent(job.id, providerId);
    return completed({ providerId, segments, encoding });
  } catch (error) {
    if (error instanceof AmbiguousError) await smsRecords.ambiguous(job.id);
    if (!(error instanceof SmsRefusedError)) throw error;
    await smsRecords.refused(job.id, error.providerCode, error.providerCode === OPTED_OUT);
    throw new PermanentError(error.message, { cause: error });
  }
}

/** A provider that gave no usable answer may have the message all the same, and says so when it is asked. */
async function sendOrFind(message: Sms, context: SmsContext): Promise<SentSms> {
  try {
    return await context.sms.send(message, context.job.id);
  } catch (error) {
    if (!(error instanceof AmbiguousError)) throw error;
    const found = await recall(message, context).catch(() => undefined);
    if (found?.kind === 'done') return found.result;
    // It may still come to stand there, so that it is not there proves nothing.
    throw error;
  }
}

/** Another job may have sent the same words to the same number: that message is not ours, and may be all there is. */
async function recall(message: Sms, { sms, smsRecords, job }: SmsContext) {
  const found = await sms.list(message, job.enqueuedAt);
  const { taken, isOpen } = await smsRecords.rivals(
    message,
    job.id,
    found.map(({ providerId }) => providerId),
  );
  const free = found.filter(({ providerId }) => !taken.includes(providerId));
  const [sent] = free;
  if (!sent) return { kind: 'not-done' } as const;
  return isOpen ? ({ kind: 'unknown' } as const) : ({ kind: 'done', result: sent } as const);
}

function limitReached(to: string, { by, limit }: Extract<Reservation, { kind: 'limited' }>): PermanentError {
  const whom = by === 'number' ? to : `numbers that begin with ${to.slice(0, 5)}`;
  return new PermanentError(
    `${limit} SMS to ${whom} were sent within 24 hours, the most allowed: somebody may be pumping messages. If they are wanted, raise NIGHTSHIFT_SMS_DAILY_PER_${by.toUpperCase()} and retry the job.`,
  );
}
