import type { Accept } from '../../src/job/queue.ts';
import { strangerFields } from '../stranger-fields.ts';

/** A message of the queue `analytics`, `{ type: 'daily_summary', date }`, becomes the summary of that day; others go by their name. */
export const acceptDailySummary: Accept = ({ name, body }) => {
  const { type, ...payload } = strangerFields(body);
  if (type === 'daily_summary') return { job: 'analytics.daily-summary', payload };
  return { job: name ?? '', payload: body };
};
