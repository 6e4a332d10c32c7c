import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { advise } from './advise.ts';
import { imageKey } from './image-key.ts';
import type { ImageContext } from './services.ts';

/** Measures a picture and says what could be better. The result is `{ …measurements, advice }`. */
export const analyzeQuality = defineJob({
  name: 'images.analyze-quality',
  queue: 'images',
  payload: z.strictObject({ key: imageKey }),
  timeoutMs: 120_000,
  run: async ({ key }, { images }: ImageContext) => {
    const measured = await images.measure(key);
    return completed({ ...measured, advice: advise(measured) });
  },
});
