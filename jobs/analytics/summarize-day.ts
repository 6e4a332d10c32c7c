import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { day, timeZone } from './day.ts';
import type { AnalyticsContext } from './services.ts';

/**
 * Keeps the figures of one day: orders, revenue, users, events, tasks. Without a date it is the day before the due
 * time, or before the job was enqueued. Made again, they are replaced. The result is `{ day, timeZone, …figures }`.
 */
export const summarizeDay = defineJob({
  name: 'analytics.daily-summary',
  queue: 'analytics',
  payload: z.strictObject({ date: day.optional(), timeZone }),
  timeoutMs: 300_000,
  run: async ({ date, timeZone: zone }, { analytics, job }: AnalyticsContext) => {
    const wanted = date ?? (await analytics.dayBefore(job.scheduledFor ?? job.enqueuedAt, zone));
    const figures = await analytics.summarizeDay(wanted, zone);
    return completed({ day: wanted, timeZone: zone, ...figures });
  },
});
