import { z } from 'zod';

/** Text of 1 to `maxLength` characters that fits into one line of a header: no CR, LF, NUL or other control character. */
export function singleLine(maxLength: number) {
  return z
    .string()
    .max(maxLength, { abort: true })
    .trim()
    .min(1)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'expected one line without control characters');
}
