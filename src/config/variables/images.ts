import { wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** What a picture may be, so that none takes a worker's memory or time. */
export const images = {
  maxBytes: variable('NIGHTSHIFT_IMAGE_MAX_BYTES', wholeNumber(1, 2_000_000_000), {
    doc: 'Largest file of a picture that is worked on.',
    unit: 'bytes',
    fallback: 52_428_800,
  }),
  maxPixels: variable('NIGHTSHIFT_IMAGE_MAX_PIXELS', wholeNumber(1, 2_000_000_000), {
    doc: 'Most pixels of a picture, over all its pages; each takes up to four bytes of memory.',
    unit: 'pixels',
    fallback: 100_000_000,
  }),
  maxPages: variable('NIGHTSHIFT_IMAGE_MAX_PAGES', wholeNumber(1, 10_000), {
    doc: 'Most pages of an animation.',
    unit: 'pages',
    fallback: 100,
  }),
  maxSeconds: variable('NIGHTSHIFT_IMAGE_MAX_SECONDS', wholeNumber(1, 3_600), {
    doc: 'Longest that one picture may be decoded, changed and encoded.',
    unit: 's',
    fallback: 30,
  }),
};
