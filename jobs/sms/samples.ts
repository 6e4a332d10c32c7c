import { type Sample, sample } from '../sample.ts';
import { sendSms } from './send-sms.ts';

export const smsSamples: readonly Sample[] = [
  sample(sendSms, { to: '+447700900123', body: 'Your code is 482 915. It is good for ten minutes.' }),
];
