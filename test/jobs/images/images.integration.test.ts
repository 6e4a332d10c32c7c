import { access, mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { analyzeQuality } from '../../../jobs/images/analyze-quality.ts';
import { cleanUpImages } from '../../../jobs/images/clean-up.ts';
import { makeThumbnails } from '../../../jobs/images/make-thumbnails.ts';
import { optimizeImage } from '../../../jobs/images/optimize.ts';
import type { MadeImage } from '../../../jobs/images/services.ts';
import { watermarkImage } from '../../../jobs/images/watermark.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import type { HandlerOutcome } from '../../../src/job/outcome.ts';
import { LocalMedia } from '../../../src/media/local-media.ts';
import imagesWorker from '../../../workers/images.ts';
import { drawSamplePicture } from '../../../workers/services/images/draw-sample-picture.ts';
import { openImage, whenReadable } from '../../../workers/services/images/open-image.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;
let folder: string;
let media: LocalMedia;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'nightshift-images-')));
  runner = await openJobRunner(imagesWorker, { NIGHTSHIFT_DATA_DIR: folder });
  media = new LocalMedia(folder);
  await media.write('photo.jpg', await drawSamplePicture(600, 400));
  return async () => {
    await runner.end();
    await rm(folder, { recursive: true, force: true });
  };
});

const plain = (width: number, height: number, background = '#a33') =>
  sharp({ create: { width, height, channels: 3, background } });

const made = (outcome: HandlerOutcome): readonly MadeImage[] =>
  outcome.kind === 'completed' ? (outcome.result as unknown as { images: readonly MadeImage[] }).images : []; // as: the jobs say so

const readMade = async ({ key }: MadeImage) => sharp(await media.read(key, 10_000_000));

test('makes a picture smaller in three formats, and keeps what it knows of them', async () => {
  const images = made(await runner.run(optimizeImage, { key: 'photo.jpg' }));
  expect(images.map(({ format }) => format)).toEqual(['avif', 'webp', 'jpeg']);
  const original = (await media.read('photo.jpg', 10_000_000)).length;
  for (const image of images) {
    expect(image.bytes).toBeLessThan(original);
    expect(await (await readMade(image)).metadata()).toMatchObject({ width: 600, height: 400 });
  }
  const rows = await rowsOf(
    runner.database,
    `SELECT kind, format FROM app.images WHERE original_id = (SELECT id FROM app.images WHERE key = 'photo.jpg') ORDER BY format`,
  );
  expect(rows).toEqual(['avif', 'jpeg', 'webp'].map((format) => ({ kind: 'optimized', format })));
  await runner.run(optimizeImage, { key: 'photo.jpg' });
  expect(await rowsOf(runner.database, `SELECT 1 FROM app.images WHERE kind = 'optimized'`)).toHaveLength(3);
});

test('turns it upright, and takes away where it was taken', async () => {
  const turned = await plain(80, 40)
    .withExif({ IFD0: { Copyright: 'secret' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100 })
    .toBuffer();
  await media.write('turned.jpg', turned);
  for (const image of made(await runner.run(optimizeImage, { key: 'turned.jpg' }))) {
    const metadata = await (await readMade(image)).metadata();
    expect([metadata.width, metadata.height]).toEqual([40, 80]);
    expect(metadata.exif).toBeUndefined();
  }
});

test('keeps what can be seen through', async () => {
  await media.write(
    'logo.png',
    await sharp({ create: { width: 90, height: 90, channels: 4, background: '#0008' } })
      .png({ compressionLevel: 0 })
      .toBuffer(),
  );
  expect(made(await runner.run(optimizeImage, { key: 'logo.png' })).map(({ format }) => format)).toContain(
    'png',
  );
});

test('reads CMYK, 16 bits, animations and a PNG that is called .jpg', async () => {
  await media.write('cmyk.jpg', await plain(64, 64).toColourspace('cmyk').jpeg().toBuffer());
  await media.write('deep.png', await plain(64, 64).toColourspace('rgb16').png().toBuffer());
  await media.write('lies.jpg', await plain(64, 64).png().toBuffer());
  const frames = await Promise.all(['#f00', '#0f0'].map((colour) => plain(32, 32, colour).png().toBuffer()));
  await media.write(
    'moves.gif',
    await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer(),
  );
  for (const key of ['cmyk.jpg', 'deep.png', 'lies.jpg', 'moves.gif']) {
    const [thumbnail] = made(
      await runner.run(makeThumbnails, { key, sizes: [{ width: 16, height: 16, fit: 'attention' }] }),
    );
    expect(thumbnail).toMatchObject({ format: 'webp', width: 16, height: 16 });
  }
});

test('cuts thumbnails to a size, or keeps all of the picture within it', async () => {
  const sizes = [
    { width: 120, height: 120, fit: 'attention' },
    { width: 120, height: 120, fit: 'inside' },
    { width: 2_000, height: 2_000, fit: 'inside' },
  ] as const;
  const images = made(await runner.run(makeThumbnails, { key: 'photo.jpg', sizes: sizes.slice(0, 2) }));
  expect(images.map(({ width, height }) => [width, height])).toEqual([
    [120, 120],
    [120, 80],
  ]);
  expect(new Set(images.map(({ key }) => key)).size).toBe(2);
  const [large] = made(await runner.run(makeThumbnails, { key: 'photo.jpg', sizes: sizes.slice(2) }));
  expect(large).toMatchObject({ width: 600, height: 400 });
});

test('writes a text over a copy, whatever it holds, and only there', async () => {
  await media.write('grey.png', await plain(300, 200, '#444').png().toBuffer());
  const outcome = await runner.run(watermarkImage, {
    key: 'grey.png',
    text: '<b>©</b> & "Ada"',
    position: 'southeast',
    opacity: 1,
  });
  if (outcome.kind !== 'completed') throw new Error(outcome.kind);
  const marked = await readMade(outcome.result as unknown as MadeImage); // as: the job says so
  const brightest = async (left: number, top: number): Promise<number> => {
    const { channels } = await sharp(
      await marked.clone().extract({ left, top, width: 100, height: 60 }).toBuffer(),
    ).stats();
    return channels[0]?.max ?? 0;
  };
  expect(await brightest(200, 140)).toBeGreaterThan(200);
  expect(await brightest(0, 0)).toBeLessThan(100);
});

test('puts a logo over a copy, as faint as it is told', async () => {
  await media.write('dark.png', await plain(300, 200, '#000').png().toBuffer());
  await media.write('logo-white.png', await plain(50, 50, '#fff').png().toBuffer());
  const mark = { key: 'dark.png', logo: 'logo-white.png', position: 'northwest', opacity: 0.5 } as const;
  const outcome = await runner.run(watermarkImage, mark);
  if (outcome.kind !== 'completed') throw new Error(outcome.kind);
  const marked = await readMade(outcome.result as unknown as MadeImage); // as: the job says so
  const meanOf = async (left: number, top: number): Promise<number> => {
    const { channels } = await sharp(
      await marked.clone().extract({ left, top, width: 20, height: 20 }).toBuffer(),
    ).stats();
    return channels[0]?.mean ?? 0;
  };
  expect(await meanOf(5, 5)).toBeGreaterThan(110);
  expect(await meanOf(5, 5)).toBeLessThan(145);
  expect(await meanOf(250, 150)).toBeLessThan(5);
  await expect(runner.run(watermarkImage, { ...mark, text: 'and a text' })).rejects.toThrow(
    'either a text or a logo',
  );
});

test('marks a picture that can be seen through without making that black', async () => {
  const glass = sharp({ create: { width: 300, height: 200, channels: 4, background: '#f000' } });
  await media.write('glass.png', await glass.png().toBuffer());
  const outcome = await runner.run(watermarkImage, { key: 'glass.png', text: 'Ada' });
  if (outcome.kind !== 'completed') throw new Error(outcome.kind);
  const marked = await readMade(outcome.result as unknown as MadeImage); // as: the job says so
  const { channels } = await sharp(
    await marked.extract({ left: 0, top: 0, width: 100, height: 60 }).toBuffer(),
  ).stats();
  expect(channels[3]).toMatchObject({ max: 0 });
});

test('keeps an animation moving', async () => {
  const picture = await drawSamplePicture(128, 96);
  const frames = await Promise.all(
    [0, 120, 240].map((hue) => sharp(picture).modulate({ hue }).png().toBuffer()),
  );
  await media.write(
    'dance.gif',
    await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer(),
  );
  const images = made(await runner.run(optimizeImage, { key: 'dance.gif', quality: 40 }));
  const webp = images.find(({ format }) => format === 'webp');
  if (!webp) throw new Error('There is no WebP.');
  expect(webp).toMatchObject({ width: 128, height: 96 });
  expect(await (await readMade(webp)).metadata()).toMatchObject({ pages: 3 });
});

test('tells a good picture from a dark, small and blurred one, in plain words', async () => {
  const adviceOf = async (key: string) => {
    const outcome = await runner.run(analyzeQuality, { key });
    return outcome.kind === 'completed'
      ? (outcome.result as { advice: readonly string[] }).advice.join(' ')
      : '';
  };
  await media.write('good.jpg', await drawSamplePicture(1_200, 800));
  expect(await adviceOf('good.jpg')).not.toMatch(/blurred|dark|small/);
  await media.write(
    'bad.jpg',
    await sharp(await drawSamplePicture(300, 200))
      .blur(12)
      .modulate({ brightness: 0.25 })
      .jpeg()
      .toBuffer(),
  );
  const advice = await adviceOf('bad.jpg');
  for (const word of ['small', 'blurred', 'dark']) expect(advice).toContain(word);
});

test('works on originals only', async () => {
  const [thumbnail] = made(await runner.run(makeThumbnails, { key: 'photo.jpg' }));
  await expect(runner.run(analyzeQuality, { key: thumbnail?.key ?? '' })).rejects.toThrow(
    'give the key of that one',
  );
});

describe('what is no picture, or too much of one', () => {
  const errorOf = async (key: string, content: Uint8Array | string): Promise<unknown> => {
    await media.write(key, Buffer.from(content));
    return runner.run(makeThumbnails, { key }).catch((error: unknown) => error);
  };

  const refused = { code: 'PERMANENT' };

  test('junk, an empty file, half a picture, a drawing that would fetch', async () => {
    expect(await errorOf('junk.jpg', 'not a picture at all')).toMatchObject(refused);
    expect(await errorOf('empty.jpg', '')).toMatchObject(refused);
    const whole = await drawSamplePicture(600, 400);
    expect(await errorOf('half.jpg', whole.subarray(0, whole.length / 2))).toMatchObject(refused);
    expect(
      await errorOf(
        'drawing.svg',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
      ),
    ).toMatchObject(refused);
  });

  test('30,000 × 30,000 pixels in a few kilobytes, refused before they are decoded', async () => {
    const bomb = blackPng(30_000, 30_000);
    expect(bomb.length).toBeLessThan(200_000);
    await media.write('bomb.png', bomb);
    await expect(runner.run(optimizeImage, { key: 'bomb.png' })).rejects.toThrow(
      '30000 × 30000 pixels on 1 pages',
    );
  });

  test('more pages, bytes or seconds than the configuration allows', async () => {
    const frames = Array.from({ length: 101 }, (_, index) => ({
      create: {
        width: 2,
        height: 2,
        channels: 3,
        background: { r: (index * 37) % 256, g: (index * 91) % 256, b: index % 2 === 0 ? 255 : 0 },
      },
    })) as unknown as Parameters<typeof sharp>[0][]; // as: the types of `join` know files and buffers only
    const pages = await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer()));
    const book = await sharp(pages, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(await errorOf('book.gif', book)).toMatchObject({
      ...refused,
      message: expect.stringContaining('101 pages'),
    });
    const limits = { maxBytes: 1_000, maxPixels: 100_000_000, maxPages: 100, maxSeconds: 1 };
    await expect(media.read('photo.jpg', limits.maxBytes)).rejects.toThrow('expected at most 1000');
    const large = await openImage('large.png', blackPng(9_000, 9_000), limits);
    await expect(
      whenReadable('large.png', () => large.pipeline().blur(100).png({ compressionLevel: 9 }).toBuffer()),
    ).rejects.toThrow('NIGHTSHIFT_IMAGE_MAX_SECONDS');
  });

  test('leaves no memory behind', async () => {
    await media.write('bomb-again.png', blackPng(30_000, 30_000));
    await media.write('metadata.jpg', withHugeExif(await plain(64, 64).jpeg().toBuffer()));
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 3; round += 1) {
      await runner.run(optimizeImage, { key: 'bomb-again.png' }).catch(() => {});
      const [image] = made(await runner.run(makeThumbnails, { key: 'metadata.jpg' }));
      expect(image?.bytes).toBeLessThan(10_000);
    }
    // Decoded once, the bomb alone would be 900 MB.
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  test.each([
    '../../etc/passwd',
    '/etc/passwd',
    'http://169.254.169.254/',
    'a\0b',
    '.hidden/a.png',
    'a/../b.png',
  ])('the key %j', async (key) => {
    await expect(runner.run(makeThumbnails, { key })).rejects.toThrow(/expected letters/);
    await expect(media.read(key, 1_000)).rejects.toThrow(/no key of the media store/);
  });

  test('a link out of the store', async () => {
    await writeFile(join(folder, 'outside.jpg'), await plain(10, 10).jpeg().toBuffer());
    await symlink(join(folder, 'outside.jpg'), join(folder, 'media', 'link.jpg'));
    await symlink(folder, join(folder, 'media', 'door'));
    await expect(runner.run(makeThumbnails, { key: 'link.jpg' })).rejects.toMatchObject({
      code: 'PERMANENT',
    });
    await expect(runner.run(makeThumbnails, { key: 'door/outside.jpg' })).rejects.toMatchObject({
      code: 'PERMANENT',
    });
    await expect(media.write('door/deep/evil.jpg', Buffer.from('x'))).rejects.toMatchObject({
      code: 'PERMANENT',
    });
    await expect(access(join(folder, 'deep'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(media.remove('door/outside.jpg')).rejects.toMatchObject({ code: 'PERMANENT' });
    await access(join(folder, 'outside.jpg'));
  });
});

test('removes the pictures made of one that is gone, and forgets them', async () => {
  await media.write('going.jpg', await plain(64, 64).jpeg().toBuffer());
  const [image] = made(
    await runner.run(makeThumbnails, { key: 'going.jpg', sizes: [{ width: 16, height: 16 }] }),
  );
  const key = image?.key ?? '';
  const longAgo = new Date(Date.now() - 48 * 3_600_000);
  await utimes(image?.file ?? '', longAgo, longAgo);
  expect(await runner.run(cleanUpImages, {})).toMatchObject({ result: { removed: 0 } });
  await media.remove('going.jpg');
  expect(await runner.run(cleanUpImages, { dryRun: true })).toMatchObject({ result: { keys: [key] } });
  expect(await runner.run(cleanUpImages, {})).toMatchObject({ result: { removed: 1, keys: [key] } });
  expect(await media.find(key)).toBeUndefined();
  expect(await rowsOf(runner.database, 'SELECT FROM app.images WHERE key = $1', [key])).toEqual([]);
});

test('removes temporary and orphaned files when they are old, and nothing on a dry run', async () => {
  await mkdir(join(folder, 'media', 'temporary'), { recursive: true });
  await media.write('temporary/new.png', Buffer.from('x'));
  await media.write('temporary/old.png', Buffer.from('x'));
  await media.write('made/gone.jpg/thumbnail.webp', Buffer.from('x'));
  const longAgo = new Date(Date.now() - 48 * 3_600_000);
  for (const key of ['temporary/old.png', 'made/gone.jpg/thumbnail.webp', 'made/photo.jpg/optimized.webp'])
    await utimes(join(folder, 'media', key), longAgo, longAgo);
  const keys = ['temporary/old.png', 'made/gone.jpg/thumbnail.webp'];
  expect(await runner.run(cleanUpImages, { dryRun: true })).toMatchObject({ result: { removed: 0, keys } });
  expect(await runner.run(cleanUpImages, {})).toMatchObject({ result: { removed: 2, keys } });
  expect(await runner.run(cleanUpImages, {})).toMatchObject({ result: { removed: 0 } });
  expect((await media.list('temporary')).map(({ key }) => key)).toEqual(['temporary/new.png']);
});

/** Three megabytes of camera notes, in as many segments as it takes: a segment holds 65,533 bytes. */
function withHugeExif(jpeg: Buffer): Buffer {
  const segment = Buffer.alloc(2 + 65_535);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(65_535, 2);
  segment.write('Exif\0\0', 4, 'latin1');
  return Buffer.concat([jpeg.subarray(0, 2), ...Array.from({ length: 48 }, () => segment), jpeg.subarray(2)]);
}

/** One bit a pixel, all of them black: PNG, third edition, sections 11.2.1 and 5.3. */
function blackPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(height * (Math.ceil(width / 8) + 1)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
