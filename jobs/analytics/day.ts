import { z } from 'zod';

/** A calendar day, `2030-03-29`. */
export const day = z.iso
  .date()
  .refine((text) => text >= '1970-01-01' && text < '9999', 'expected a day from 1970 to 9998');

/** An IANA name that this process knows. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'expected an IANA name such as Europe/Berlin')
  .default('UTC');

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
