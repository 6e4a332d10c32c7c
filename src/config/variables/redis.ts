import { parseRedisUrl } from '../redis-address.ts';
import { parseServers } from '../server-url.ts';
import { flag, text, textLike, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** Redis, which carries BullMQ's queues. */
export const redis = {
  url: variable('REDIS_URL', parseRedisUrl, {
    doc: 'The Redis that carries BullMQ’s queues: `redis://`, `rediss://` (TLS), `redis+sentinel://host:26379,host:26379/master-name`, `redis+cluster://host:6379,host:6379`. It must not evict.',
    unset: 'the parts below; without `REDIS_HOST` BullMQ’s queues live in PostgreSQL',
  }),
  host: variable('REDIS_HOST', text(), {
    doc: 'Host of Redis, for those who set its parts; `REDIS_URL` wins over all of them.',
    unset: 'no Redis by parts',
  }),
  port: variable('REDIS_PORT', wholeNumber(1, 65_535), { doc: 'Port of Redis.', fallback: 6_379 }),
  db: variable('REDIS_DB', wholeNumber(0, 99_999), { doc: 'Number of the Redis database.', fallback: 0 }),
  username: variable('REDIS_USERNAME', text(), { doc: 'ACL user of Redis.', unset: 'the `default` user' }),
  password: variable('REDIS_PASSWORD', text(), {
    doc: 'Password of Redis.',
    unset: 'none',
    isSecret: true,
  }),
  ssl: variable('REDIS_SSL', flag, { doc: 'Whether Redis is reached by TLS.', fallback: false }),
  sentinels: variable('NIGHTSHIFT_REDIS_SENTINELS', (given) => parseServers(given, 26_379), {
    doc: 'Sentinels to ask for the Redis server, `host:port,host:port`; user, password, database and TLS come from `REDIS_URL` or its parts.',
    unset: 'Redis is where `REDIS_URL` says',
  }),
  sentinelMaster: variable('NIGHTSHIFT_REDIS_SENTINEL_MASTER', text(), {
    doc: 'Name under which the Sentinels watch the server.',
    fallback: 'mymaster',
  }),
  sentinelUsername: variable('NIGHTSHIFT_REDIS_SENTINEL_USERNAME', text(), {
    doc: 'ACL user of the Sentinels themselves.',
    unset: 'none',
  }),
  sentinelPassword: variable('NIGHTSHIFT_REDIS_SENTINEL_PASSWORD', text(), {
    doc: 'Password of the Sentinels themselves.',
    unset: 'none',
    isSecret: true,
  }),
  verifyTls: variable('NIGHTSHIFT_REDIS_TLS_VERIFY', flag, {
    doc: 'Whether Redis’ certificate is checked; `false` only for hosts that give self-signed ones. A private authority belongs in `NODE_EXTRA_CA_CERTS`.',
    fallback: true,
  }),
  prefix: variable(
    'NIGHTSHIFT_REDIS_PREFIX',
    textLike(/^[\w.-]{1,50}$/, '1 to 50 letters, digits, ".", "-" or "_"'),
    {
      doc: 'First part of the keys of BullMQ’s queues, on a Cluster put in braces. The default is BullMQ’s own, so that programs with plain BullMQ reach the same queues.',
      fallback: 'bull',
    },
  ),
};
