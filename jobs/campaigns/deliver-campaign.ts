import { z } from 'zod';
import { AmbiguousError, PermanentError } from '../../src/job/handler-errors.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed, type HandlerOutcome, snooze } from '../../src/job/outcome.ts';
import { brandOf } from '../email/brand-of.ts';
import { deliverMail } from '../email/deliver-mail.ts';
import { MAIL_RETRY, MAIL_TIMEOUT_MS } from '../email/mail-retry.ts';
import { sendNotification } from '../notifications/send-notification.ts';
import { wholeId } from '../whole-id.ts';
import { campaignMail } from './campaign-mail.ts';
import { flatBody } from './read-body.ts';
import type { CampaignContext, CampaignMessage, Recipient } from './services.ts';

/** While a campaign is paused, what has been taken of it looks again after so long, in milliseconds. */
const PAUSE_MS = 60_000;

/**
 * Brings a campaign to one user who still wants it, and keeps what became of it: by mail itself, over the other channels as a
 * notification. A mail that the server refuses for good has bounced, which is no failure of the job. The result is
 * `{ response }`, `{ notified: true }` or `{ bounced }`.
 */
export const deliverCampaign = defineJob({
  name: 'campaigns.deliver',
  queue: 'campaigns',
  payload: z.strictObject({ campaignId: wholeId, userId: wholeId }),
  retry: MAIL_RETRY,
  timeoutMs: MAIL_TIMEOUT_MS,
  run: async (recipient, context: CampaignContext) => {
    const { campaigns, job } = context;
    const message = await campaigns.open(recipient);
    if (!message) return cancel('The campaign or the user is gone.');
    if (message.campaignStatus === 'paused') return snooze(PAUSE_MS);
    const why = whyNot(message);
    if (why !== undefined) {
      await campaigns.mark(recipient, { status: 'skipped', reason: why, jobId: job.id });
      return cancel(why);
    }
    return message.channel === 'email'
      ? byMail(recipient, message, context)
      : byNotification(recipient, message, context);
  },
});

function whyNot({ campaignStatus, isWanted }: CampaignMessage): string | undefined {
  if (campaignStatus === 'cancelled') return 'The campaign was cancelled.';
  return isWanted ? undefined : 'The user does not want marketing over this channel any more.';
}

async function byMail(
  recipient: Recipient,
  message: CampaignMessage,
  context: CampaignContext,
): Promise<HandlerOutcome> {
  const { campaigns, job, mailer } = context;
  const jobId = job.id;
  try {
    const outcome = await deliverMail(campaignMail(message, recipient, brandOf(mailer.sender)), context);
    await campaigns.mark(recipient, { status: 'sent', jobId });
    return outcome;
  } catch (error) {
    if (error instanceof PermanentError) {
      await campaigns.mark(recipient, { status: 'bounced', reason: error.message, jobId });
      return completed({ bounced: error.message });
    }
    if (error instanceof AmbiguousError || job.attempt >= job.maxAttempts)
      await campaigns.mark(recipient, { status: 'failed', reason: String(error), jobId });
    throw error;
  }
}

/** Both or neither: the notification, and the note that it was handed over. */
function byNotification(
  recipient: Recipient,
  { channel, subject, body, name, links }: CampaignMessage,
  { campaigns, transaction, within, job }: CampaignContext,
): Promise<HandlerOutcome> {
  const text = flatBody(body, links.click).replaceAll('{name}', () => name);
  return campaigns.markWith(transaction, recipient, {
    status: 'sent',
    jobId: job.id,
    then: async (trx) => {
      await within(trx).enqueue(sendNotification, {
        userId: recipient.userId,
        type: 'campaign',
        title: subject.replaceAll('{name}', () => name).slice(0, 200),
        body: text.slice(0, 5_000),
        data: { campaignId: recipient.campaignId },
        channels: [channel],
      });
      return completed({ notified: true });
    },
  });
}
