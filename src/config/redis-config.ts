import type { Refuse } from './read-variables.ts';
import type { RedisAddress, RedisTls } from './redis-address.ts';
import type { Values } from './variable.ts';
import type { redis } from './variables/redis.ts';

/** The Redis of BullMQ's queues. */
export interface RedisConfig {
  /** `undefined`: no Redis; BullMQ's queues live in PostgreSQL. */
  readonly address: RedisAddress | undefined;
  /** The `prefix` of every BullMQ queue; on a Cluster in braces, so that the keys of a queue share a slot. */
  readonly prefix: string;
}

type Given = Values<typeof redis>;

/** Puts the address together: `REDIS_URL`, else its parts, with the Sentinels in front if there are any. */
export function redisConfig(given: Given, refuse: Refuse): RedisConfig {
  const address = throughSentinels(given.url ?? fromParts(given, refuse), given, refuse);
  return {
    address: address && withAccess(address, given),
    prefix: address?.kind === 'cluster' ? `{${given.prefix}}` : given.prefix,
  };
}

/** The address with what no URL says: whether the certificate is checked, and how the Sentinels are entered. */
export function withAccess(address: RedisAddress, given: Given): RedisAddress {
  const { verifyTls, sentinelUsername, sentinelPassword } = given;
  const tls: RedisTls = address.tls === 'off' || verifyTls ? address.tls : 'unverified';
  return address.kind === 'sentinel'
    ? { ...address, tls, sentinelUsername, sentinelPassword }
    : { ...address, tls };
}

function fromParts(given: Given, refuse: Refuse): RedisAddress | undefined {
  if (given.host === undefined && given.sentinels === undefined) {
    if (given.password !== undefined)
      refuse('REDIS_PASSWORD is set, but neither REDIS_URL nor REDIS_HOST: expected one of them.');
    return undefined;
  }
  return {
    kind: 'single',
    server: { host: given.host ?? 'localhost', port: given.port },
    username: given.username,
    password: given.password,
    db: given.db,
    tls: given.ssl ? 'verified' : 'off',
    family: 0,
  };
}

function throughSentinels(
  address: RedisAddress | undefined,
  { sentinels, sentinelMaster: masterName }: Given,
  refuse: Refuse,
): RedisAddress | undefined {
  if (!address || sentinels === undefined) return address;
  if (address.kind === 'single') {
    const { username, password, db, tls, family } = address;
    return { kind: 'sentinel', sentinels, masterName, username, password, db, tls, family };
  }
  refuse(
    'NIGHTSHIFT_REDIS_SENTINELS is set, but REDIS_URL names Sentinels or a Cluster itself: expected one of them.',
  );
  return address;
}
