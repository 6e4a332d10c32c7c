import { z } from 'zod';
import { AmbiguousError, PermanentError } from '../../src/job/handler-errors.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed, snooze } from '../../src/job/outcome.ts';
import { MAIL_RETRY, MAIL_TIMEOUT_MS } from '../email/mail-retry.ts';
import { CARRIERS } from './carriers.ts';
import type { DeliveryContext } from './services.ts';

/**
 * Brings a notification to its user over one channel, as the user wants to be told by then, and keeps in the history what
 * became of it. The result is `{ channel, response }`.
 */
export const deliverNotification = defineJob({
  name: 'notifications.deliver',
  queue: 'notifications',
  payload: z.strictObject({
    notificationId: z.string().regex(/^\d{1,19}$/, 'expected the id of a notification'),
    channel: z.enum(['email', 'sms', 'push']),
    /** Goes in quiet hours too. Default false. */
    isUrgent: z.boolean().optional(),
  }),
  retry: MAIL_RETRY,
  timeoutMs: MAIL_TIMEOUT_MS,
  run: async ({ isUrgent = false, ...part }, context: DeliveryContext) => {
    const { notifications, job } = context;
    const opened = await notifications.open(part, job.id);
    if (!opened) return cancel(`Notification ${part.notificationId} is kept no more.`);
    // Somebody may have changed this, or it may have become late, while the job waited or was retried.
    if (!opened.isAllowed) return giveUp('The user does not allow this channel any more.');
    if (opened.quietUntil && !isUrgent) return snooze(Math.max(0, opened.quietUntil.getTime() - Date.now()));
    try {
      const carried = await CARRIERS[part.channel]({ ...opened, ...part }, context);
      if (carried.kind === 'unreachable') return await giveUp(carried.why);
      await notifications.mark(part, { status: 'sent', providerId: carried.response });
      return completed({ channel: part.channel, response: carried.response });
    } catch (error) {
      if (isLast(error, job)) await notifications.mark(part, { status: 'failed', error: String(error) });
      throw error;
    }

    async function giveUp(why: string) {
      await notifications.mark(part, { status: 'failed', error: why });
      return cancel(why);
    }
  },
});

function isLast(error: unknown, { attempt, maxAttempts }: DeliveryContext['job']): boolean {
  return error instanceof PermanentError || error instanceof AmbiguousError || attempt >= maxAttempts;
}
