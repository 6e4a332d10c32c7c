import { z } from 'zod';
import { mailAddress } from './mail-address.ts';
import { singleLine } from './single-line.ts';

/** Whom a mail goes to or comes from. */
export interface Mailbox {
  readonly email: string;
  /** Shown in place of the address by most mail programs. */
  readonly name?: string | undefined;
}

/** One mailbox: `"jo@example.com"` or `{ email: "jo@example.com", name: "Jo" }`. */
export const mailbox = z
  .union([mailAddress, z.strictObject({ email: mailAddress, name: singleLine(200).optional() })], {
    error: 'expected one address such as "jo@example.com", or { email, name } with one address and one line',
  })
  .transform((given): Mailbox => (typeof given === 'string' ? { email: given } : given));
