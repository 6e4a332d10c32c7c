import { z } from 'zod';

/** The key of a picture in the media store, such as `products/1843/front.jpg`. */
export const imageKey = z
  .string()
  .max(500)
  .regex(
    /^(?!.*(^|\/)\.)[\w.-]+(\/[\w.-]+)*$/,
    'expected letters, digits, ".", "_" and "-" in folders, such as products/1843/front.jpg',
  );
