import { z } from 'zod';

/** Text of up to `maxLength` characters, over as many lines as it likes; without NUL, which PostgreSQL cannot keep. */
export function plainText(maxLength: number) {
  return z
    .string()
    .max(maxLength, { abort: true })
    .refine((text) => !text.includes('\0'), 'expected text without NUL');
}
