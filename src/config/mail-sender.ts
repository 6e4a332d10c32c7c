/** Whom mails come from. */
export interface MailSender {
  readonly email: string;
  readonly name?: string;
}

const SENDER = /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^<>\s]+)>|([^<>\s]+))$/u;
const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i;

/** Reads `Name <address>` or an address alone. Throws {@link RangeError} with what was expected. */
export function parseMailSender(given: string): MailSender {
  const [, name, inBrackets, alone] = SENDER.exec(given.trim()) ?? [];
  const email = inBrackets ?? alone ?? '';
  if (!ADDRESS.test(email) || email.length > 254)
    throw new RangeError('expected an address, like Shop <mail@shop.example>');
  return name ? { email, name } : { email };
}
