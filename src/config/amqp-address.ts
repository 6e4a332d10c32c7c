import { parseServerUrl, type ServerAddress } from './server-url.ts';

/** Where RabbitMQ is and how it is entered. */
export interface AmqpAddress {
  readonly isTls: boolean;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
  /** Members of one cluster, to be tried in turn. */
  readonly servers: readonly [ServerAddress, ...ServerAddress[]];
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { amqp: 5_672, amqps: 5_671 };

/**
 * Reads `AMQP_URL`: one URL whose host part may be a list, or a list of URLs that differ in the host only. Throws
 * {@link RangeError} with what was expected; nothing of the URL stands in the message.
 */
export function parseAmqpUrl(given: string): AmqpAddress {
  try {
    const [first, ...others] = given.split(/,(?=\s*amqps?:)/i).map(parseOne);
    if (!first) throw new RangeError('it is empty');
    for (const other of others) assertSameAccess(first, other);
    return { ...first, servers: [...first.servers, ...others.flatMap((other) => other.servers)] };
  } catch (error) {
    throw new RangeError(
      `expected amqp://user:password@host:5672/vhost, with amqps:// for TLS and host:port,host:port for a cluster (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

function parseOne(given: string): AmqpAddress {
  const { scheme, username, password, servers, path, parameters } = parseServerUrl(
    given,
    (each) => DEFAULT_PORTS[each],
  );
  if (path.length > 1) throw new RangeError('a "/" in the name of the vhost must be written %2F');
  if (parameters.size > 0) throw new RangeError('parameters are set by Nightshift and not in the URL');
  return {
    isTls: scheme === 'amqps',
    username: username ?? 'guest',
    password: password ?? 'guest',
    vhost: path[0] || '/',
    servers,
  };
}

function assertSameAccess(one: AmqpAddress, other: AmqpAddress): void {
  const isSame =
    one.isTls === other.isTls &&
    one.vhost === other.vhost &&
    one.username === other.username &&
    one.password === other.password;
  if (!isSame) throw new RangeError('all URLs must have the same scheme, user, password and vhost');
}
