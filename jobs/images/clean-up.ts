import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import type { ImageContext } from './services.ts';

const HOUR_MS = 3_600_000;

/**
 * Removes temporary files, and made pictures whose original is gone, when they are old. With `dryRun` it only says
 * which. The result is `{ removed, keys }`, of which the first 100 keys.
 */
export const cleanUpImages = defineJob({
  name: 'images.cleanup',
  queue: 'images',
  payload: z.strictObject({
    olderThanHours: z
      .int()
      .min(1)
      .max(24 * 366)
      .default(24),
    dryRun: z.boolean().default(false),
  }),
  timeoutMs: 600_000,
  run: async ({ olderThanHours, dryRun }, { images }: ImageContext) => {
    const keys = await images.cleanUp(new Date(Date.now() - olderThanHours * HOUR_MS), dryRun);
    return completed({ removed: dryRun ? 0 : keys.length, keys: keys.slice(0, 100) });
  },
});
