import type { HandlerContext } from '../../src/job/handler-context.ts';

/** What the handlers of this folder need beside the platform. */
export interface ImageServices {
  readonly images: ImageWorkshop;
}

export type ImageContext = HandlerContext<ImageServices>;

/**
 * Works on pictures of the media store. Every call throws {@link PermanentError} for what is no picture, is broken, or
 * is beyond the limits on bytes, pixels over all pages, pages and seconds.
 */
export interface ImageWorkshop {
  /**
   * As AVIF, WebP, and JPEG or PNG, an animation as WebP and GIF; upright, in sRGB and without metadata. A variant larger
   * than the original is left out.
   */
  optimize(key: string, options: { readonly quality: number }): Promise<Optimized>;
  thumbnails(key: string, sizes: readonly ThumbnailSize[]): Promise<readonly MadeImage[]>;
  watermark(key: string, mark: Watermark): Promise<MadeImage>;
  measure(key: string): Promise<Measurements>;
  /** Removes files that are older: those under `temporary/`, and made pictures whose original is gone. Gives their keys. */
  cleanUp(olderThan: Date, isDryRun: boolean): Promise<readonly string[]>;
}

export type MadeImage = {
  readonly key: string;
  /** Where people find it. */
  readonly file: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
};

export type Optimized = {
  readonly originalBytes: number;
  readonly images: readonly MadeImage[];
};

export interface ThumbnailSize {
  readonly width: number;
  readonly height: number;
  /** `attention` cuts to what draws the eye; `inside` keeps all of it. */
  readonly fit: 'attention' | 'inside';
}

/** Either a text or a logo. */
export interface Watermark {
  readonly text?: string | undefined;
  /** The key of a picture, best one that can be seen through. */
  readonly logo?: string | undefined;
  readonly position: 'center' | 'northwest' | 'northeast' | 'southwest' | 'southeast';
  /** 0 to 1. */
  readonly opacity: number;
}

/** What a picture measures; see `advise`. */
export type Measurements = {
  readonly width: number;
  readonly height: number;
  /** Standard deviation of the Laplacian of its grey values: below 5 it looks blurred. */
  readonly sharpness: number;
  /** Mean grey value, 0 to 255. */
  readonly brightness: number;
  /** Standard deviation of the grey values. */
  readonly contrast: number;
  /** Shares of pixels that are nearly black or nearly white. */
  readonly shadows: number;
  readonly highlights: number;
  /** Mean difference of flat parts from their surroundings, in grey values. */
  readonly noise: number;
};
