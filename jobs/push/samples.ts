import { type Sample, sample } from '../sample.ts';
import { sendPush } from './send-push.ts';

export const pushSamples: readonly Sample[] = [
  sample(sendPush, {
    userId: 1,
    title: 'Your parcel is on its way',
    body: 'It comes tomorrow between 9 and 12.',
    url: 'https://shop.example/orders/1',
    tag: 'order-1',
  }),
];
