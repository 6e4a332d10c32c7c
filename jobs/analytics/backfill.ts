import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { day, timeZone } from './day.ts';
import type { AnalyticsContext } from './services.ts';

/** Days of one look: about a month, after which it looks where to go on. */
const PAGE = 31;
/** Ten years and a bit, which take minutes. */
const MAX_MS = 3_700 * 86_400_000;

/**
 * Computes the summaries of all days of a span, the oldest first, whether there are some already or not. What an
 * interrupted attempt has made is not made again: the next goes on at the first day without a summary made since the
 * job was enqueued. The result is `{ days }`, those of this attempt.
 */
export const backfill = defineJob({
  name: 'analytics.backfill',
  queue: 'analytics-backfill',
  payload: z
    .strictObject({ from: day, to: day, timeZone })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'expected a day from `from` on' })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MAX_MS, 'expected at most 3,700 days'),
  timeoutMs: 4 * 3_600_000 - 60_000,
  run: async (span, { analytics, job, signal, progress }: AnalyticsContext) => {
    let days = 0;
    for (;;) {
      const missing = await analytics.findUnsummarized({ ...span, madeSince: job.enqueuedAt, limit: PAGE });
      for (const next of missing) {
        signal.throwIfAborted();
        await analytics.summarizeDay(next, span.timeZone);
        days += 1;
        progress({ days, at: next });
      }
      if (missing.length < PAGE) break;
    }
    return completed({ days });
  },
});
