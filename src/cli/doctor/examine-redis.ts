import type { Redis } from 'ioredis';
import type { RedisClient } from '../../broker/bullmq/connect-redis.ts';
import { assertCarriesQueues, readRedisInfo } from '../../broker/bullmq/redis-server.ts';
import type { RedisAddress } from '../../config/redis-address.ts';
import { type Finding, findingsAbout } from './finding.ts';
import { measure } from './measure.ts';
import { measuredFindings } from './measured-findings.ts';
import { reachRedis } from './reach-redis.ts';

const FULL = 0.8;

/** Looks at the Redis of the queues, at each primary of a Cluster. Never rejects. */
export async function examineRedis(address: RedisAddress | undefined): Promise<readonly Finding[]> {
  const { ok, failed } = findingsAbout('Redis');
  if (!address) return [ok('server', 'not configured: BullMQ’s queues live in PostgreSQL')];
  try {
    return await reachRedis(address, async (client) => {
      const findings = await Promise.all(
        primaries(client).map(({ about, redis }) => examineServer(about, redis)),
      );
      return findings.flat();
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [failed('server', why, 'Check REDIS_URL, and that the server runs and lets this machine in.')];
  }
}

function primaries(client: RedisClient): readonly { readonly about: string; readonly redis: Redis }[] {
  if (!client.isCluster) return [{ about: 'Redis', redis: client as Redis }]; // `isCluster` tells the two apart
  return (client as Exclude<RedisClient, Redis>)
    .nodes('master')
    .map((redis) => ({ about: `Redis ${redis.options.host}:${redis.options.port}`, redis }));
}

async function examineServer(about: string, redis: Redis): Promise<readonly Finding[]> {
  const info = await redis.info();
  const measured = await measure(async () => {
    const [seconds, microseconds] = await redis.time();
    return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
  });
  return [
    fitnessOf(about, info),
    persistenceOf(about, info),
    memoryOf(about, info),
    ...measuredFindings(about, measured),
  ];
}

/** Version and eviction, by the rule that workers start by. */
function fitnessOf(about: string, info: string): Finding {
  const server = readRedisInfo(info);
  const found = `${server.version}, maxmemory-policy ${server.evictionPolicy}`;
  const { ok, failed } = findingsAbout(about);
  try {
    assertCarriesQueues(server);
    return ok('version, eviction', found);
  } catch (error) {
    return failed('version, eviction', found, error instanceof Error ? error.message : String(error));
  }
}

function persistenceOf(about: string, info: string): Finding {
  const isOn = field(info, 'aof_enabled') === '1';
  return findingsAbout(about).expect(
    'append-only file',
    isOn ? 'on' : 'off',
    !isOn,
    'Run "CONFIG SET appendonly yes" and put it into redis.conf: after a restart without it, recorded jobs have to be sent again and unrecorded ones are gone.',
  );
}

function memoryOf(about: string, info: string): Finding {
  const used = Number(field(info, 'used_memory'));
  const most = Number(field(info, 'maxmemory'));
  return findingsAbout(about).expect(
    'memory',
    most > 0 ? `${megabytes(used)} of ${megabytes(most)}` : `${megabytes(used)}, no limit`,
    most > 0 && used > most * FULL,
    'Raise maxmemory or add workers: a full Redis takes no more jobs.',
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
