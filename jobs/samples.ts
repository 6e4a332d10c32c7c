import { emailSamples } from './email/samples.ts';
import type { Sample } from './sample.ts';

/** At least one job of each kind in the catalogue. */
export const samples: readonly Sample[] = [...emailSamples];
