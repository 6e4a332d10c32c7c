import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { imageKey } from './image-key.ts';
import type { ImageContext } from './services.ts';

/**
 * Makes a picture smaller for the web: AVIF, WebP, and JPEG or PNG for old browsers, an animation WebP and GIF; upright, in sRGB, without metadata
 * and so without the place where it was taken, and none larger than the original. The result is
 * `{ originalBytes, images: [{ key, file, format, width, height, bytes }] }`.
 */
export const optimizeImage = defineJob({
  name: 'images.optimize',
  queue: 'images',
  payload: z.strictObject({ key: imageKey, quality: z.int().min(1).max(100).default(75) }),
  timeoutMs: 120_000,
  run: async ({ key, quality }, { images }: ImageContext) =>
    completed(await images.optimize(key, { quality })),
});
