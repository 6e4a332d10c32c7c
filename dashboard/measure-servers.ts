import { ManagementApi } from '../src/broker/rabbitmq/management.ts';
import type { Config } from '../src/config/load-config.ts';
import type { Kv } from '../src/kv/kv.ts';
import { type KvMemory, readMemory } from '../src/kv/kv-health.ts';
import type { DependencyWatch } from '../src/telemetry/dependency-watch.ts';
import type { Metrics, Reading } from '../src/telemetry/metrics.ts';
import type { RedisLook } from '../src/telemetry/redis-look.ts';

export interface ServerParts {
  readonly serverWatch: DependencyWatch;
  readonly queueRedis: RedisLook | undefined;
  readonly kv: () => Promise<Kv>;
  readonly config: Pick<Config, 'amqp'>;
}

/** Tells whether PostgreSQL and the brokers answer, how soon, how full each Redis is, and what RabbitMQ complains of. */
export function measureServers(metrics: Metrics, { serverWatch, queueRedis, kv, config }: ServerParts): void {
  metrics.gauge(
    'nightshift_server_up',
    { help: '1 while the server answers, else 0.', labels: ['server'] },
    async () =>
      Object.entries(await serverWatch.ask()).map(([name, { state }]) => [[name], state === 'up' ? 1 : 0]),
  );
  metrics.gauge(
    'nightshift_server_latency_seconds',
    { help: 'How long its last answer took.', labels: ['server'] },
    async () =>
      Object.entries(await serverWatch.ask()).flatMap(([name, { latencyMs }]): readonly Reading[] =>
        latencyMs === undefined ? [] : [[[name], latencyMs / 1_000]],
      ),
  );
  const read = async (pick: (memory: KvMemory) => number): Promise<readonly Reading[]> => {
    const queues = await queueRedis?.ask(readMemory).catch(() => undefined);
    const { memory: cache } = await (await kv()).health();
    return [
      ...(queues ? [[['queues'], pick(queues)] as const] : []),
      ...(cache ? [[['cache'], pick(cache)] as const] : []),
    ];
  };
  const labels = ['redis'];
  metrics.gauge('nightshift_redis_memory_bytes', { help: 'Memory in use, of all primaries.', labels }, () =>
    read(({ usedBytes }) => usedBytes),
  );
  metrics.gauge(
    'nightshift_redis_memory_limit_bytes',
    { help: 'Its maxmemory; 0 for no limit.', labels },
    () => read(({ maxBytes = 0 }) => maxBytes),
  );
  metrics.gauge(
    'nightshift_redis_evicted_keys',
    { help: 'Keys that were evicted since its start.', labels },
    () => read(({ evictedKeys }) => evictedKeys),
  );
  const { managementUrl, address } = config.amqp;
  if (managementUrl === undefined || address === undefined) return;
  const management = new ManagementApi({ url: managementUrl, vhost: address.vhost });
  metrics.gauge(
    'nightshift_rabbitmq_alarms',
    { help: 'Nodes that are down, and shortages of memory and disk.' },
    async () => [[[], (await management.alarms()).length]],
  );
}
