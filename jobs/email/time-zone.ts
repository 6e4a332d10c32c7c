import { z } from 'zod';

/** An IANA time zone that this machine knows, such as "Europe/Berlin". */
export const timeZone = z
  .string()
  .max(64)
  .refine(isKnown, 'expected an IANA time zone such as "Europe/Berlin"');

function isKnown(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
