import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { loadConfig } from '../src/config/load-config.ts';
import { drawSamplePicture } from '../workers/services/images/draw-sample-picture.ts';
import { makeImageWorkshop } from '../workers/services/images/image-workshop.ts';
import { LocalMedia } from '../src/media/local-media.ts';
import { median } from './median.ts';

// Thumbnails a second of one picture of twelve million pixels, beside plain sharp in a loop, alternating; both read a file
// and write two, with one attempt for each core. The table of pictures is left out: sharp has none.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    pictures: { type: 'string', default: '24' },
    json: { type: 'boolean', default: false },
  },
});
const pictures = Number(values.pictures);
const lanes = availableParallelism();
sharp.concurrency(1);
const sizes = [
  { width: 160, height: 160, fit: 'attention' },
  { width: 480, height: 320, fit: 'attention' },
] as const;

const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
const media = new LocalMedia(folder);
const { place: original } = await media.write('photo.jpg', await drawSamplePicture(4_000, 3_000));
const limits = loadConfig({}, { envFile: false }).images;
const records = {
  save: async () => 1,
  saveQuality: async () => {},
  made: async () => [],
  forget: async () => {},
};
const workshop = makeImageWorkshop({ media, records, limits });
const ways = {
  sharp: async (): Promise<void> => {
    for (const { width, height } of sizes)
      await sharp(original)
        .rotate()
        .resize(width, height, { fit: 'cover', position: 'attention' })
        .webp({ quality: 78 })
        .toFile(join(folder, `plain-${width}.webp`));
  },
  nightshift: async (): Promise<void> => void (await workshop.thumbnails('photo.jpg', sizes)),
};

const rates = { sharp: [] as number[], nightshift: [] as number[] };
// One round more than asked for: the first warms up, and is not counted.
for (let round = 0; round <= Number(values.rounds); round += 1) {
  const order = round % 2 === 0 ? (['sharp', 'nightshift'] as const) : (['nightshift', 'sharp'] as const);
  for (const name of order) {
    const rate = await measure(ways[name]);
    if (round > 0) rates[name].push(rate);
  }
}
await rm(folder, { recursive: true });

const ratio = median(rates.nightshift.map((rate, at) => rate / (rates.sharp[at] ?? 0)));
const result = {
  sharp: Number(median(rates.sharp).toFixed(1)),
  nightshift: Number(median(rates.nightshift).toFixed(1)),
  ratio: Number(ratio.toFixed(2)),
};
process.stdout.write(
  values.json
    ? `${JSON.stringify(result)}\n`
    : `pictures a second, two thumbnails each: plain sharp ${result.sharp}, Nightshift ${result.nightshift} (${result.ratio})\n`,
);

async function measure(work: () => Promise<void>): Promise<number> {
  let left = pictures;
  const startedAt = performance.now();
  const lane = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return (pictures * 1_000) / (performance.now() - startedAt);
}
