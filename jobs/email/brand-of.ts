import type { Mailbox } from './mailbox.ts';

/** How templates call the sender: its name, or else its domain. */
export function brandOf({ email, name }: Mailbox): string {
  return name ?? email.slice(email.lastIndexOf('@') + 1);
}
