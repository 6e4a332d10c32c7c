import type { Measurements } from '../../../jobs/images/services.ts';
import type { OpenedImage } from './open-image.ts';

/** Long enough to judge by, and as quick for a large picture as for a small one. */
const SIDE = 1_024;

/** Measures a picture on its grey values, scaled down to 1,024 pixels on the longer side. */
export async function measureImage({ pipeline, metadata }: OpenedImage): Promise<Measurements> {
  const { data, info } = await pipeline()
    .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const grey = { data, width: info.width, height: info.height, step: info.channels };
  const { mean, deviation, shadows, highlights } = spread(grey);
  const laplacian = laplacianOf(grey);
  const turned = (metadata.orientation ?? 1) >= 5;
  return {
    width: turned ? metadata.height : metadata.width,
    height: turned ? metadata.width : metadata.height,
    sharpness: rounded(laplacian.deviation),
    brightness: rounded(mean),
    contrast: rounded(deviation),
    shadows: rounded(shadows, 3),
    highlights: rounded(highlights, 3),
    noise: rounded(laplacian.median),
  };
}

interface Grey {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly step: number;
}

function spread({ data, step }: Grey) {
  let [sum, squares, dark, light] = [0, 0, 0, 0];
  const count = data.length / step;
  for (let at = 0; at < data.length; at += step) {
    const value = data[at] ?? 0;
    sum += value;
    squares += value * value;
    if (value < 8) dark += 1;
    if (value > 247) light += 1;
  }
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return { mean, deviation, shadows: dark / count, highlights: light / count };
}

/** How each pixel differs from its four neighbours: edges make it spread, and grain lifts its median. */
function laplacianOf({ data, width, height, step }: Grey) {
  const histogram = new Uint32Array(1_021);
  let [sum, squares, count] = [0, 0, 0];
  const value = (x: number, y: number): number => data[(y * width + x) * step] ?? 0;
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const difference =
        4 * value(x, y) - value(x - 1, y) - value(x + 1, y) - value(x, y - 1) - value(x, y + 1);
      sum += difference;
      squares += difference * difference;
      count += 1;
      const place = Math.abs(difference);
      histogram[place] = (histogram[place] ?? 0) + 1;
    }
  if (count === 0) return { deviation: 0, median: 0 };
  let [seen, median] = [0, 0];
  while (median < histogram.length && (seen += histogram[median] ?? 0) < count / 2) median += 1;
  return { deviation: Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)), median };
}

function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
