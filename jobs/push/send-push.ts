import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed } from '../../src/job/outcome.ts';
import { wholeId } from '../whole-id.ts';
import { deliverPush } from './deliver-push.ts';
import { bytesTooMany, pushMessage } from './push-message.ts';
import type { PushContext } from './services.ts';

/**
 * Shows a message on every device of a user, once each. Devices that are gone are removed; those that the service
 * refused stand in the result. The result is `{ sent, removed, refused: [{ deviceId, reason }], response }`.
 */
export const sendPush = defineJob({
  name: 'push.send',
  queue: 'push',
  payload: z.strictObject({ userId: wholeId, ...pushMessage }).superRefine((message, context) => {
    const many = bytesTooMany(message);
    if (many > 0)
      context.addIssue(
        `is ${many} bytes too large for a push service: shorten \`body\` or \`data\`, or send a \`url\``,
      );
  }),
  retry: { maxAttempts: 8, baseDelayMs: 5_000, maxDelayMs: 1_800_000 },
  timeoutMs: 60_000,
  redact: ['payload.body', 'payload.data'],
  run: async ({ userId, ...message }, context: PushContext) => {
    const { sent, removed, refused, response } = await deliverPush(userId, message, context);
    if (sent === 0 && refused.length === 0)
      return cancel(`User ${userId} has no device that takes messages.`);
    return completed({ sent, removed, refused, response });
  },
});
