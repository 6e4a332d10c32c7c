import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import type { Watermark } from '../../../jobs/images/services.ts';
import type { OpenedImage } from './open-image.ts';

/** Drawn this large and then scaled down, a text stays sharp on large pictures. */
const TEXT_DPI = 600;

/** The text in one line, white with its opacity. */
export function textStamp(image: OpenedImage, mark: Watermark): Promise<OverlayOptions> {
  const alpha = Math.round(mark.opacity * 65_535);
  const text = `<span foreground="white" alpha="${alpha}">${escapeMarkup(mark.text ?? '')}</span>`;
  return placed(image, sharp({ text: { text, rgba: true, dpi: TEXT_DPI, wrap: 'none' } }), mark);
}

/** The logo with its opacity. */
export async function logoStamp(
  image: OpenedImage,
  logo: OpenedImage,
  mark: Watermark,
): Promise<OverlayOptions> {
  const input = Buffer.from([255, 255, 255, Math.round(mark.opacity * 255)]);
  const faint = await logo
    .pipeline()
    .ensureAlpha()
    // Keeps of each pixel as much as the veil does.
    .composite([{ input, raw: { width: 1, height: 1, channels: 4 }, tile: true, blend: 'dest-in' }])
    .png()
    .toBuffer();
  return placed(image, sharp(faint), mark);
}

/** Scaled to a third of the picture's width and a fifth of its height at most, with a margin of a fiftieth. */
async function placed(
  { metadata }: OpenedImage,
  stamp: Sharp,
  { position }: Watermark,
): Promise<OverlayOptions> {
  const { width, height, orientation = 1 } = metadata;
  const [across, down] = orientation >= 5 ? [height, width] : [width, height];
  const part = (side: number, share: number): number => Math.max(1, Math.floor(side / share));
  const margin = Math.floor(Math.min(across, down) / 50);
  const input = await stamp
    .resize(part(across, 3), part(down, 5), { fit: 'inside' })
    .extend({
      ...{ top: margin, bottom: margin, left: margin, right: margin },
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    })
    .png()
    .toBuffer();
  return { input, gravity: position };
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
