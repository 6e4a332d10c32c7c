import { type Sample, sample } from '../sample.ts';
import { analyzeQuality } from './analyze-quality.ts';
import { cleanUpImages } from './clean-up.ts';
import { makeThumbnails } from './make-thumbnails.ts';
import { optimizeImage } from './optimize.ts';
import { watermarkImage } from './watermark.ts';

/** What `prepareSamples` puts into the media store. */
export const SAMPLE_PICTURE = 'samples/harbour.jpg';

export const imageSamples: readonly Sample[] = [
  sample(optimizeImage, { key: SAMPLE_PICTURE }),
  sample(makeThumbnails, { key: SAMPLE_PICTURE }),
  sample(watermarkImage, { key: SAMPLE_PICTURE, text: '© Acorn Trading' }),
  sample(analyzeQuality, { key: SAMPLE_PICTURE }),
  sample(cleanUpImages, { dryRun: true }),
];
