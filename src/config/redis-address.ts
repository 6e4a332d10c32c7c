import { parseServerUrl, type ServerAddress, type ServerUrl } from './server-url.ts';

/** Where a Redis is and how it is entered: one server, what its Sentinels say, or a Cluster. */
export type RedisAddress = RedisAccess & RedisPlace;

export interface RedisAccess {
  /** ACL user; `undefined` is the server's `default` user. */
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Number of the database; always 0 on a Cluster. */
  readonly db: number;
  readonly tls: RedisTls;
  /** IP version of the addresses; 0 takes either. */
  readonly family: 0 | 4 | 6;
}

/** `unverified`: encrypted, but the server's certificate is not checked. */
export type RedisTls = 'off' | 'verified' | 'unverified';

export type RedisPlace =
  | { readonly kind: 'single'; readonly server: ServerAddress }
  | {
      readonly kind: 'sentinel';
      readonly sentinels: readonly ServerAddress[];
      /** The name under which the Sentinels watch the server. */
      readonly masterName: string;
      readonly sentinelUsername?: string | undefined;
      readonly sentinelPassword?: string | undefined;
    }
  | { readonly kind: 'cluster'; readonly nodes: readonly ServerAddress[] };

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  redis: 6_379,
  rediss: 6_379,
  'redis+sentinel': 26_379,
  'rediss+sentinel': 26_379,
  'redis+cluster': 6_379,
  'rediss+cluster': 6_379,
};

const FORMS =
  'redis://user:password@host:6379/0, rediss:// for TLS, redis+sentinel://host:26379,host:26379/master-name/0 or redis+cluster://host:6379,host:6379';

/** Reads a Redis URL. Throws {@link RangeError} with what was expected; nothing of the URL stands in the message. */
export function parseRedisUrl(given: string): RedisAddress {
  try {
    const url = parseServerUrl(given, (scheme) => DEFAULT_PORTS[scheme]);
    const place = placeOf(url);
    return {
      username: url.username,
      password: url.password === '' ? undefined : url.password,
      db: dbOf(place.kind === 'sentinel' ? url.path.slice(1) : url.path, place.kind),
      tls: url.scheme.startsWith('rediss') ? 'verified' : 'off',
      family: familyOf(url.parameters),
      ...place,
    };
  } catch (error) {
    throw new RangeError(`expected ${FORMS} (${error instanceof Error ? error.message : String(error)})`);
  }
}

function placeOf({ scheme, servers, path }: ServerUrl): RedisPlace {
  if (scheme.endsWith('+cluster')) return { kind: 'cluster', nodes: servers };
  if (scheme.endsWith('+sentinel')) {
    if (!path[0]) throw new RangeError('the name of the master must follow the Sentinels');
    return { kind: 'sentinel', sentinels: servers, masterName: path[0] };
  }
  if (servers.length > 1) throw new RangeError('several servers need redis+sentinel:// or redis+cluster://');
  return { kind: 'single', server: servers[0] };
}

function dbOf(path: readonly string[], kind: RedisPlace['kind']): number {
  const given = path[0] || '0';
  if (path.length > 1 || !/^\d{1,5}$/.test(given))
    throw new RangeError('the path must be the number of a database');
  if (kind === 'cluster' && given !== '0') throw new RangeError('a Cluster has only database 0');
  return Number(given);
}

function familyOf(parameters: ReadonlyMap<string, string>): 0 | 4 | 6 {
  const [unknown] = [...parameters.keys()].filter((name) => name !== 'family');
  if (unknown !== undefined) throw new RangeError(`the only parameter is family, not ${unknown}`);
  const given = parameters.get('family') ?? '0';
  if (given !== '0' && given !== '4' && given !== '6') throw new RangeError('family must be 0, 4 or 6');
  return given === '4' ? 4 : given === '6' ? 6 : 0;
}
