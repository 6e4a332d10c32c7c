import { type Sample, sample } from '../sample.ts';
import { prune } from './prune.ts';

export const maintenanceSamples: readonly Sample[] = [sample(prune, {})];
