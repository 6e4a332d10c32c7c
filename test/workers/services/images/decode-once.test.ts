import sharp, { type OutputInfo, type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import type { ThumbnailSize } from '../../../../jobs/images/services.ts';
import { decodeOnce } from '../../../../workers/services/images/decode-once.ts';
import { drawSamplePicture } from '../../../../workers/services/images/draw-sample-picture.ts';
import { openImage } from '../../../../workers/services/images/open-image.ts';

const limits = { maxBytes: 20_000_000, maxPixels: 100_000_000, maxPages: 10, maxSeconds: 30 };
const sizes = [
  { width: 40, height: 40, fit: 'attention' },
  { width: 120, height: 90, fit: 'inside' },
  { width: 200, height: 120, fit: 'attention' },
] as const;

const shrink = (start: Sharp, { width, height, fit }: ThumbnailSize): Sharp =>
  fit === 'attention'
    ? start.resize(width, height, { fit: 'cover' })
    : start.resize(width, height, { fit: 'inside', withoutEnlargement: true });

const pixels = (pipeline: Sharp) =>
  pipeline.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });

const rawOf = ({ width, height, channels }: OutputInfo) => ({ width, height, channels });

const drawn = await drawSamplePicture(1_600, 1_200);
const opened = (): Sharp => sharp(drawn);

test.each([
  ['a photo', () => opened().jpeg()],
  ['one that lies on its side', () => opened().withMetadata({ orientation: 6 }).jpeg()],
  [
    'one of odd sides',
    () =>
      opened()
        .extract({ left: 0, top: 0, width: 1_601 - 8, height: 1_199 })
        .jpeg(),
  ],
  ['grey', () => opened().greyscale().png()],
  ['half transparent', () => opened().ensureAlpha(0.5).png()],
  ['of 16 bits', () => opened().toColourspace('rgb16').png()],
  ['CMYK', () => opened().toColourspace('cmyk').jpeg()],
  ['with a profile of its own', () => opened().withIccProfile('p3').jpeg()],
  ['a line', () => opened().resize(1_600, 2, { fit: 'fill' }).png()],
])('a picture that is read once looks as if it had been read for each: %s', async (_what, make) => {
  const image = await openImage('picture', await make().toBuffer(), limits);
  const start = await decodeOnce(image, sizes);
  for (const size of sizes) {
    const each = await pixels(shrink(image.pipeline(), size));
    const once = await pixels(shrink(start(size), size));
    expect(Math.abs(once.info.width - each.info.width)).toBeLessThanOrEqual(1);
    expect(Math.abs(once.info.height - each.info.height)).toBeLessThanOrEqual(1);
    const fitted = await pixels(
      sharp(once.data, { raw: rawOf(once.info) }).resize(each.info.width, each.info.height, { fit: 'fill' }),
    );
    const differences = Array.from(fitted.data, (value, at) => Math.abs(value - (each.data[at] ?? 0)));
    const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
    expect(mean).toBeLessThan(4);
  }
});

test('a picture that is hardly larger than a thumbnail is read for each', async () => {
  const image = await openImage('picture', await opened().resize(300).png().toBuffer(), limits);
  expect(await decodeOnce(image, sizes)).toBe(image.pipeline);
});
