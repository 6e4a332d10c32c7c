import { createHash } from 'node:crypto';
import type { OutputInfo, OverlayOptions, Sharp } from 'sharp';
import type { ImageWorkshop, MadeImage, ThumbnailSize, Watermark } from '../../../jobs/images/services.ts';
import { PermanentError } from '../../../src/job/handler-errors.ts';
import type { MediaStore } from '../../../src/media/media-store.ts';
import type { ImageRecords, NewImage } from './image-records.ts';
import { measureImage } from './measure-image.ts';
import { logoStamp, textStamp } from './stamps.ts';
import { decodeOnce } from './decode-once.ts';
import { type ImageLimits, openImage, type OpenedImage, whenReadable } from './open-image.ts';

export interface WorkshopParts {
  readonly media: MediaStore;
  readonly records: ImageRecords;
  readonly limits: ImageLimits;
}

/** Works on pictures with sharp. What it makes lies in `made/` beside the key of its original; made again, it is replaced. */
export function makeImageWorkshop({ media, records, limits }: WorkshopParts): ImageWorkshop {
  const open = async (key: string): Promise<{ image: OpenedImage; content: Buffer; originalId: number }> => {
    if (key.startsWith('made/'))
      throw new PermanentError(`${key} was made of another picture: give the key of that one.`);
    const content = await media.read(key, limits.maxBytes);
    const image = await openImage(key, content, limits);
    const { width, height, format } = image.metadata;
    const original = { key, kind: 'original', variant: '', format, width, height, content } as const;
    return { image, content, originalId: await records.save(toRow(original, null)) };
  };
  const keep = async (originalId: number, made: Made): Promise<MadeImage> => {
    const { place } = await media.write(made.key, made.content);
    await records.save(toRow(made, originalId));
    const { key, format, width, height, content } = made;
    return { key, format, width, height, bytes: content.length, file: place };
  };
  const readLogo = async (image: OpenedImage, key: string, mark: Watermark): Promise<OverlayOptions> => {
    const logo = await openImage(key, await media.read(key, limits.maxBytes), limits);
    return whenReadable(key, () => logoStamp(image, logo, mark));
  };
  return {
    optimize: async (key, { quality }) => {
      const { image, content, originalId } = await open(key);
      const images: MadeImage[] = [];
      for (const format of formatsFor(image)) {
        const pipeline = isAnimation(image) ? image.animation() : image.pipeline();
        const made = await whenReadable(key, () => encode(pipeline.toColourspace('srgb'), format, quality));
        if (made.data.length > content.length) continue;
        images.push(await keep(originalId, toMade(key, 'optimized', '', format, made)));
      }
      return { originalBytes: content.length, images };
    },
    thumbnails: async (key, sizes) => {
      const { image, originalId } = await open(key);
      const images: MadeImage[] = [];
      const start = await whenReadable(key, () => decodeOnce(image, sizes));
      for (const size of sizes) {
        const made = await whenReadable(key, () => encode(shrink(start(size), size), 'webp', 78));
        images.push(
          await keep(
            originalId,
            toMade(key, 'thumbnail', `${size.width}x${size.height}-${size.fit}`, 'webp', made),
          ),
        );
      }
      return images;
    },
    watermark: async (key, mark) => {
      const { image, originalId } = await open(key);
      // JPEG would make black of what can be seen through.
      const format = image.metadata.hasAlpha ? 'webp' : 'jpeg';
      const made = await whenReadable(key, async () => {
        const stamp =
          mark.logo === undefined ? await textStamp(image, mark) : await readLogo(image, mark.logo, mark);
        return encode(image.pipeline().composite([stamp]).toColourspace('srgb'), format, 85);
      });
      return keep(originalId, toMade(key, 'watermarked', variantOf(mark), format, made));
    },
    measure: async (key) => {
      const { image, originalId } = await open(key);
      const measured = await whenReadable(key, () => measureImage(image));
      await records.saveQuality(originalId, measured);
      return measured;
    },
    cleanUp: async (olderThan, isDryRun) => {
      const originalOf = new Map((await records.made()).map(({ key, originalKey }) => [key, originalKey]));
      const gone: string[] = [];
      for (const { key, writtenAt } of [...(await media.list('temporary')), ...(await media.list('made'))]) {
        const originalKey = originalOf.get(key);
        const isOrphan = originalKey === undefined || !(await media.find(originalKey));
        if (writtenAt >= olderThan || !isOrphan) continue;
        gone.push(key);
        if (isDryRun) continue;
        await media.remove(key);
        await records.forget(key);
      }
      return gone;
    },
  };
}

interface Made {
  readonly key: string;
  readonly kind: NewImage['kind'];
  readonly variant: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly content: Buffer;
}

type Format = 'avif' | 'webp' | 'jpeg' | 'png' | 'gif';

function isAnimation({ metadata }: OpenedImage): boolean {
  return (metadata.pages ?? 1) > 1;
}

/** The last one is for old browsers. No encoder here writes an AVIF that moves. */
function formatsFor(image: OpenedImage): readonly Format[] {
  if (isAnimation(image)) return ['webp', 'gif'];
  return ['avif', 'webp', image.metadata.hasAlpha ? 'png' : 'jpeg'];
}

type Encoded = { readonly data: Buffer; readonly info: OutputInfo };

function encode(pipeline: Sharp, format: Format, quality: number): Promise<Encoded> {
  const options = {
    avif: { quality: Math.max(1, quality - 15), effort: 3 },
    webp: { quality },
    jpeg: { quality, mozjpeg: true },
    png: { compressionLevel: 9, palette: true },
    gif: {},
  };
  return pipeline.toFormat(format, options[format]).toBuffer({ resolveWithObject: true });
}

function shrink(pipeline: Sharp, { width, height, fit }: ThumbnailSize): Sharp {
  return fit === 'attention'
    ? pipeline.resize(width, height, { fit: 'cover', position: 'attention' })
    : pipeline.resize(width, height, { fit: 'inside', withoutEnlargement: true });
}

/** Other words, another logo or a fainter one are another picture. */
function variantOf({ text, logo, opacity, position }: Watermark): string {
  const digest = createHash('sha256')
    .update(`${opacity} ${logo ?? ''} ${text ?? ''}`)
    .digest('hex');
  return `${position}-${digest.slice(0, 8)}`;
}

function toMade(
  key: string,
  kind: Made['kind'],
  variant: string,
  format: string,
  { data, info }: Encoded,
): Made {
  const name = [kind, variant].filter((part) => part !== '').join('-');
  const extension = format === 'jpeg' ? 'jpg' : format;
  return {
    key: `made/${key}/${name}.${extension}`,
    kind,
    variant,
    format,
    width: info.width,
    height: info.pageHeight ?? info.height,
    content: data,
  };
}

function toRow({ content, ...image }: Made, originalId: number | null): NewImage {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { ...image, originalId, bytes: content.length, sha256 };
}
