import type { OverlayOptions } from 'sharp';
import type { Watermark } from '../../../jobs/images/services.ts';
import type { OpenedImage } from './open-image.ts';

/** The text in white with its opacity, over a third of the picture's width and a fifth of its height at most. */
export function textStamp(image: OpenedImage, { text = '', opacity, position }: Watermark): OverlayOptions {
  const { width, height } = roomFor(image);
  const alpha = Math.round(opacity * 65_535);
  const markup = `<span foreground="white" alpha="${alpha}">${escapeMarkup(text)}</span>`;
  return { input: { text: { text: markup, rgba: true, width, height } }, gravity: position };
}

/** The logo with its opacity, scaled into the same room. */
export async function logoStamp(
  image: OpenedImage,
  logo: OpenedImage,
  { opacity, position }: Watermark,
): Promise<OverlayOptions> {
  const { width, height } = roomFor(image);
  const veil = Buffer.from([255, 255, 255, Math.round(opacity * 255)]);
  const input = await logo
    .pipeline()
    .resize(width, height, { fit: 'inside' })
    .ensureAlpha()
    // Keeps of each pixel as much as the veil does.
    .composite([{ input: veil, raw: { width: 1, height: 1, channels: 4 }, tile: true, blend: 'dest-in' }])
    .png()
    .toBuffer();
  return { input, gravity: position };
}

function roomFor({ metadata }: OpenedImage): { readonly width: number; readonly height: number } {
  const { width, height, orientation = 1 } = metadata;
  const [across, down] = orientation >= 5 ? [height, width] : [width, height];
  return { width: Math.max(8, Math.floor(across / 3)), height: Math.max(8, Math.floor(down / 5)) };
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
