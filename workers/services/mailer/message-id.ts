import type { Mailbox } from '../../../jobs/email/mailbox.ts';
import type { Mail } from '../../../jobs/email/services.ts';

/** `<key@sender's domain>` (RFC 5322, section 3.6.4): the same for every attempt at the same mail. */
export function messageIdOf(mail: Mail, from: Mailbox): string {
  return `<${mail.key}@${from.email.slice(from.email.lastIndexOf('@') + 1)}>`;
}
