import { type Sample, sample } from '../sample.ts';
import { postWebhook } from './post-webhook.ts';

const notice = {
  subject: 'Nightshift: ALERT backlog: email: 120,000 jobs could run (limit: 100,000 jobs)',
  text: 'ALERT backlog: email: 120,000 jobs could run (limit: 100,000 jobs)',
  alerts: [],
};

export const alertSamples: readonly Sample[] = [sample(postWebhook, { content: JSON.stringify(notice) })];
