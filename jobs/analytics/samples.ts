import { newJobId } from '../../src/job/job-id.ts';
import { type Sample, sample } from '../sample.ts';
import { backfill } from './backfill.ts';
import { detectFraud } from './detect-fraud.ts';
import { recommend } from './recommend.ts';
import { summarizeDay } from './summarize-day.ts';
import { trackBehavior } from './track-behavior.ts';

export const analyticsSamples: readonly Sample[] = [
  sample(trackBehavior, {
    id: newJobId(),
    occurredAt: new Date().toISOString(),
    kind: 'view',
    userId: 1,
    productId: 1,
    sessionId: 'sample',
    country: 'GB',
  }),
  sample(summarizeDay, { timeZone: 'Europe/London' }),
  sample(detectFraud, { hours: 720 }),
  sample(recommend, { perUser: 10 }),
  sample(backfill, { from: daysAgo(7), to: daysAgo(1) }),
];

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
