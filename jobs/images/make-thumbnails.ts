import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { imageKey } from './image-key.ts';
import type { ImageContext } from './services.ts';

const side = z.int().min(8).max(2_000);

const DEFAULT_SIZES = [
  { width: 160, height: 160, fit: 'attention' },
  { width: 480, height: 320, fit: 'attention' },
] as const;

/** Makes small WebP pictures of one. The result is `{ images: [{ key, file, format, width, height, bytes }] }`. */
export const makeThumbnails = defineJob({
  name: 'images.thumbnails',
  queue: 'images',
  payload: z.strictObject({
    key: imageKey,
    sizes: z
      .array(
        z.strictObject({
          width: side,
          height: side,
          fit: z.enum(['attention', 'inside']).default('attention'),
        }),
      )
      .min(1)
      .max(10)
      .default([...DEFAULT_SIZES]),
  }),
  timeoutMs: 120_000,
  run: async ({ key, sizes }, { images }: ImageContext) =>
    completed({ images: await images.thumbnails(key, sizes) }),
});
