import { parseServerUrl } from './server-url.ts';

/** Where the mail server is and how it is entered. */
export interface SmtpAddress {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly isTls: boolean;
  /** Whether an open connection is upgraded: when the server offers it, always, or not at all. */
  readonly starttls: 'auto' | 'required' | 'never';
  readonly username: string | undefined;
  readonly password: string | undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { smtp: 587, smtps: 465 };

/**
 * Reads `SMTP_URL`. A password is never sent in the clear over a network: with one, an open connection is upgraded
 * or given up, unless the server is on this machine. Throws {@link RangeError} with what was expected; nothing of the
 * URL stands in the message.
 */
export function parseSmtpUrl(given: string): SmtpAddress {
  try {
    return parseOne(given);
  } catch (error) {
    throw new RangeError(
      `expected smtps://user:password@host:465 or smtp://user:password@host:587, the latter with ?starttls=required or ?starttls=never if need be (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

function parseOne(given: string): SmtpAddress {
  const { scheme, username, password, servers, parameters } = parseServerUrl(
    given,
    (each) => DEFAULT_PORTS[each],
  );
  const [{ host, port }, ...others] = servers;
  if (others.length > 0) throw new RangeError('it names several servers');
  const { starttls = 'auto', ...unknown } = Object.fromEntries(parameters);
  if (Object.keys(unknown).length > 0) throw new RangeError('starttls is the only parameter');
  if (starttls !== 'auto' && starttls !== 'required' && starttls !== 'never')
    throw new RangeError('starttls is neither required nor never');
  const isExposed = password !== undefined && scheme === 'smtp' && !isThisMachine(host);
  if (isExposed && starttls === 'never')
    throw new RangeError('the password would cross the network in the clear');
  return {
    host,
    port,
    isTls: scheme === 'smtps',
    starttls: isExposed ? 'required' : starttls,
    username,
    password,
  };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
