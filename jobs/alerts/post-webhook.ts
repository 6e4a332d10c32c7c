import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import type { AlertContext } from './services.ts';

/**
 * Posts a notice of alerts to `NIGHTSHIFT_ALERT_WEBHOOK_URL`. It is tried again until it was taken, so it may arrive twice.
 * The result is `{ response }`.
 */
export const postWebhook = defineJob({
  name: 'alerts.post-webhook',
  queue: 'notifications',
  payload: z.strictObject({
    /** JSON, sent as it is. */
    content: z.string().min(2).max(1_000_000),
  }),
  retry: { maxAttempts: 10, baseDelayMs: 2_000, maxDelayMs: 600_000 },
  timeoutMs: 30_000,
  run: async ({ content }, { postAlert, job }: AlertContext) =>
    completed({ response: await postAlert(content, job.id) }),
});
