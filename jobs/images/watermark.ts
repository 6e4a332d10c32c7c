import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { plainText } from '../plain-text.ts';
import { imageKey } from './image-key.ts';
import type { ImageContext } from './services.ts';

/**
 * Puts a text, or a logo of the media store, over a copy of a picture: a JPEG, or a WebP when it can be seen through. The
 * result is `{ key, file, format, width, height, bytes }`.
 */
export const watermarkImage = defineJob({
  name: 'images.watermark',
  queue: 'images',
  payload: z
    .strictObject({
      key: imageKey,
      text: plainText(100).min(1).optional(),
      logo: imageKey.optional(),
      position: z.enum(['center', 'northwest', 'northeast', 'southwest', 'southeast']).default('southeast'),
      opacity: z.number().min(0.05).max(1).default(0.6),
    })
    .refine(
      ({ text, logo }) => (text === undefined) !== (logo === undefined),
      'expected either a text or a logo',
    ),
  timeoutMs: 120_000,
  run: async ({ key, ...mark }, { images }: ImageContext) => completed(await images.watermark(key, mark)),
});
