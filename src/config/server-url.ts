/** A host and a port. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** The parts of `scheme://user:password@host:port,host:port/path?name=value`, percent-decoded. */
export interface ServerUrl {
  readonly scheme: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly servers: readonly [ServerAddress, ...ServerAddress[]];
  readonly path: readonly string[];
  readonly parameters: ReadonlyMap<string, string>;
}

const SERVER_URL = /^([a-z][a-z0-9+.-]*):\/\/(?:([^@/]*)@)?([^@/?#]+)(\/[^?#]*)?(?:\?([^#]*))?$/i;

/**
 * Takes apart a URL that may name several servers, which `URL` refuses. Throws {@link RangeError} with what was
 * expected; the message holds nothing of the URL, which may hold a password.
 */
export function parseServerUrl(
  given: string,
  defaultPortOf: (scheme: string) => number | undefined,
): ServerUrl {
  const [, rawScheme = '', access, hosts = '', path = '', query = ''] = SERVER_URL.exec(given.trim()) ?? [];
  const scheme = rawScheme.toLowerCase();
  const defaultPort = defaultPortOf(scheme);
  if (defaultPort === undefined)
    throw new RangeError(
      'the given one has another scheme or form; "@", ":" and "/" in a password are written %40, %3A and %2F',
    );
  const [username, ...password] = access?.split(':') ?? [];
  return {
    scheme,
    username: username ? decode(username) : undefined,
    password: password.length > 0 ? decode(password.join(':')) : undefined,
    servers: parseServers(hosts, defaultPort),
    path: path.split('/').slice(1).map(decode),
    parameters: new Map(new URLSearchParams(query)),
  };
}

/** Comma-separated `host:port`; the port may be left out. Throws {@link RangeError} with what was expected. */
export function parseServers(
  given: string,
  defaultPort: number,
): readonly [ServerAddress, ...ServerAddress[]] {
  const [first = '', ...others] = given.split(',');
  return [parseServer(first, defaultPort), ...others.map((each) => parseServer(each, defaultPort))];
}

const SERVER = /^(\[[0-9a-f:.]+\]|[^\s:[\]]+)(?::(\d{1,5}))?$/i;

function parseServer(given: string, defaultPort: number): ServerAddress {
  const match = SERVER.exec(given.trim());
  const port = Number(match?.[2] ?? defaultPort);
  if (!match?.[1] || port < 1 || port > 65_535) throw new RangeError('each server must be host or host:port');
  return { host: match[1].replace(/^\[|\]$/g, ''), port };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new RangeError('a "%" that does not start an escape must be written %25');
  }
}
