import sharp, { type Sharp } from 'sharp';
import type { ThumbnailSize } from '../../../jobs/images/services.ts';
import type { OpenedImage } from './open-image.ts';

/**
 * Where the pipelines for thumbnails of several sizes begin. Reading a photo takes most of the time, so it is read and
 * shrunk to the largest of them once; a smaller one begins there if it is at most half as large, so that nobody sees it.
 */
export async function decodeOnce(
  image: OpenedImage,
  sizes: readonly ThumbnailSize[],
): Promise<(size: ThumbnailSize) => Sharp> {
  const { width, height } = image.metadata.autoOrient;
  const scaleOf = ({ width: to, height: by, fit }: ThumbnailSize): number =>
    fit === 'attention' ? Math.max(to / width, by / height) : Math.min(to / width, by / height);
  const largest = Math.max(...sizes.map(scaleOf));
  if (sizes.length === 1 || largest > 0.5) return image.pipeline;
  const shrunk = (side: number): number => Math.max(1, Math.round(side * largest));
  const { data, info } = await image
    .pipeline()
    .resize(shrunk(width), shrunk(height), { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  // Not `info` itself, which says of how the pixels were made what is read as how they are.
  const raw = { width: info.width, height: info.height, channels: info.channels };
  return (size) => {
    const scale = scaleOf(size);
    return scale === largest || scale <= largest / 2 ? sharp(data, { raw }) : image.pipeline();
  };
}
