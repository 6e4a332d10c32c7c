import sharp, { type Metadata, type Sharp } from 'sharp';
import { PermanentError } from '../../../src/job/handler-errors.ts';

export interface ImageLimits {
  readonly maxBytes: number;
  /** Over all pages. */
  readonly maxPixels: number;
  readonly maxPages: number;
  readonly maxSeconds: number;
}

// What the web does not show is not worth the holes of its loaders: no SVG, PDF, TIFF, RAW or ImageMagick.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadHeif',
  ],
});
// Kept operations would keep pictures in memory.
sharp.cache(false);

export interface OpenedImage {
  /** A new pipeline on the picture, upright; of an animation, on its first page. */
  readonly pipeline: () => Sharp;
  /** A new pipeline on all pages. */
  readonly animation: () => Sharp;
  readonly metadata: Metadata;
}

/** Looks at the header before any pixel is decoded. @throws PermanentError for what is no picture or beyond the limits */
export async function openImage(key: string, content: Buffer, limits: ImageLimits): Promise<OpenedImage> {
  const options = { limitInputPixels: limits.maxPixels, failOn: 'error' } as const;
  const metadata = await whenReadable(key, () =>
    sharp(content, { ...options, limitInputPixels: false }).metadata(),
  );
  const { width, height, pages = 1 } = metadata;
  if (pages > limits.maxPages) throw tooMuch(key, `${pages} pages`, `${limits.maxPages} pages`);
  if (width * height * pages > limits.maxPixels)
    throw tooMuch(key, `${width} × ${height} pixels on ${pages} pages`, `${limits.maxPixels} pixels in all`);
  const timeout = { seconds: limits.maxSeconds };
  return {
    metadata,
    pipeline: () => sharp(content, options).timeout(timeout).rotate(),
    animation: () => sharp(content, { ...options, animated: true }).timeout(timeout),
  };
}

/** Errors of libvips are about the picture, and the same at every attempt. */
export async function whenReadable<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PermanentError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    if (why.startsWith('timeout: '))
      throw new PermanentError(
        `${key} takes too long (${why}): expected a picture that is done within NIGHTSHIFT_IMAGE_MAX_SECONDS. Make it smaller before it is stored.`,
        { cause: error },
      );
    throw new PermanentError(
      `${key} cannot be read as a picture (${why}): expected a whole JPEG, PNG, WebP, GIF or AVIF. Store another and enqueue the job again.`,
      { cause: error },
    );
  }
}

function tooMuch(key: string, given: string, most: string): PermanentError {
  return new PermanentError(
    `${key} has ${given}: expected at most ${most}. Make it smaller before it is stored.`,
  );
}
