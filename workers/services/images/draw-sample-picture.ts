import sharp from 'sharp';

/** A harbour at dusk, drawn from a few shapes with grain over it: something to look at where no camera is at hand. */
export async function drawSamplePicture(width = 1_600, height = 1_067): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  const horizon = Math.round(height * 0.58);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const colour = colourAt(
        x / width,
        y / height,
        y < horizon ? y / horizon : (y - horizon) / (height - horizon),
        y < horizon,
      );
      const grain = ((x * 7_919 + y * 104_729) % 17) - 8;
      for (const [channel, value] of colour.entries())
        pixels[(y * width + x) * 3 + channel] = Math.max(0, Math.min(255, Math.round(value + grain / 2)));
    }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

type Colour = readonly [number, number, number];

function colourAt(x: number, y: number, depth: number, isSky: boolean): Colour {
  const sun = Math.hypot((x - 0.68) * 1.5, y - 0.46);
  if (isSky && sun < 0.055) return [255, 236, 190];
  if (isSky) return mix([38, 52, 96], [244, 158, 96], depth ** 1.6 + Math.max(0, 0.25 - sun));
  const sail = x > 0.24 && x < 0.34 && y > 0.36 + (0.34 - x) * 3 && y < 0.66;
  if (sail) return [240, 234, 224];
  const wave = Math.sin(y * 420 + Math.sin(x * 60) * 3) * 10;
  const glitter = Math.abs(x - 0.68) < 0.03 + depth * 0.09 ? 46 : 0;
  const [red, green, blue] = mix([214, 132, 92], [18, 30, 58], depth ** 0.6);
  return [red + wave + glitter, green + wave + glitter * 0.8, blue + wave + glitter * 0.5];
}

function mix(from: Colour, to: Colour, part: number): Colour {
  const share = Math.max(0, Math.min(1, part));
  const [a, b, c] = from;
  const [d, e, f] = to;
  return [a + (d - a) * share, b + (e - b) * share, c + (f - c) * share];
}
