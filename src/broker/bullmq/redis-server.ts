import { EvictingRedisError, UnsupportedRedisError } from '../broker-errors.ts';

const LEAST_VERSION = [6, 2] as const;

/** What INFO tells of one Redis server. */
export interface RedisServer {
  readonly version: string;
  /** New with every start of the server. */
  readonly runId: string;
  readonly evictionPolicy: string;
}

export function readRedisInfo(info: string): RedisServer {
  const fields = new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':');
      return colon === -1 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
  return {
    version: fields.get('redis_version') ?? 'unknown',
    runId: fields.get('run_id') ?? '',
    evictionPolicy: fields.get('maxmemory_policy') ?? 'noeviction',
  };
}

/** Throws {@link EvictingRedisError} or {@link UnsupportedRedisError} when queues would not be safe on this server. */
export function assertCarriesQueues({ version, evictionPolicy }: RedisServer): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor < LEAST_VERSION[1])) {
    throw new UnsupportedRedisError(version, LEAST_VERSION.join('.'));
  }
  if (evictionPolicy !== 'noeviction') throw new EvictingRedisError(evictionPolicy);
}
