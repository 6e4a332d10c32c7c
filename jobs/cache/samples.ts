import { type Sample, sample } from '../sample.ts';
import { warmCache } from './warm.ts';

export const cacheSamples: readonly Sample[] = [
  sample(warmCache, { activeWithinDays: 7, keepForMs: 3_600_000 }),
];
