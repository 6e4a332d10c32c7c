import { type Sample, sample } from '../sample.ts';
import { cleanExpired } from './clean-expired.ts';
import { prune } from './prune.ts';

export const maintenanceSamples: readonly Sample[] = [
  sample(prune, {}),
  sample(cleanExpired, { endsInMs: 86_400_000 }),
];
