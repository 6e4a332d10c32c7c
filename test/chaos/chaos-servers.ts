import { startTcpProxy, type TcpProxy } from '../faults/tcp-proxy.ts';
import { mountSmallFolder, type SmallFolder } from '../servers/mount-small-folder.ts';
import type { PrivateServer } from '../servers/private-server.ts';
import { type PostgresServer, startPostgres } from '../servers/start-postgres.ts';
import { type RabbitMqServer, startRabbitMq } from '../servers/start-rabbit-mq.ts';
import { type RedisOptions, type RedisServer, startRedis } from '../servers/start-redis.ts';

export type Carrying = 'redis' | 'rabbitmq' | 'postgres';

export interface ServerNeeds {
  /** What carries the jobs: BullMQ on Redis or on PostgreSQL, or RabbitMQ. */
  readonly carriedBy: Carrying;
  /** Every process reaches its broker by way of `proxy`. Default false. */
  readonly throughProxy?: boolean;
  /** Every process reaches PostgreSQL by way of `postgresProxy`. Default false. */
  readonly postgresThroughProxy?: boolean;
  readonly redis?: RedisOptions;
  /** Redis keeps its data on a disk of this many bytes. Needs root on Linux. */
  readonly redisDiskBytes?: number;
}

/** The servers of one scenario, which may be hurt, and the environment in which they are found. */
export class ChaosServers {
  readonly postgres: PostgresServer;
  readonly env: Readonly<Record<string, string>>;
  readonly #redis: RedisServer | undefined;
  readonly #rabbitMq: RabbitMqServer | undefined;
  readonly #proxy: TcpProxy | undefined;
  readonly #postgresProxy: TcpProxy | undefined;
  readonly #disk: SmallFolder | undefined;

  private constructor(started: Started) {
    this.postgres = started.postgres;
    this.#redis = started.redis;
    this.#rabbitMq = started.rabbitMq;
    this.#proxy = started.proxy;
    this.#postgresProxy = started.postgresProxy;
    this.#disk = started.disk;
    this.env = started.env;
  }

  static async start(needs: ServerNeeds, random: () => number): Promise<ChaosServers> {
    const disk = needs.redisDiskBytes ? await mountSmallFolder(needs.redisDiskBytes) : undefined;
    const onDisk = disk ? { data: disk.folder } : {};
    const [postgres, redis, rabbitMq] = await Promise.all([
      startPostgres(),
      needs.carriedBy === 'redis' ? startRedis({ args: DURABLE, ...onDisk, ...needs.redis }) : undefined,
      needs.carriedBy === 'rabbitmq' ? startRabbitMq() : undefined,
    ]);
    const broker = redis ?? rabbitMq;
    const proxy = needs.throughProxy && broker ? await startTcpProxy(broker.port, { random }) : undefined;
    const postgresProxy = needs.postgresThroughProxy ? await startTcpProxy(postgres.port) : undefined;
    const urlOf = ({ url }: PrivateServer): string => proxy?.urlOf(url) ?? url;
    const env = {
      DATABASE_URL: postgresProxy?.urlOf(postgres.url) ?? postgres.url,
      ...(redis && { REDIS_URL: urlOf(redis) }),
      ...(rabbitMq && { AMQP_URL: urlOf(rabbitMq) }),
      NIGHTSHIFT_HEALTH_PORT: '0',
    };
    return new ChaosServers({ postgres, redis, rabbitMq, proxy, postgresProxy, disk, env });
  }

  get redis(): RedisServer {
    return needed(this.#redis, 'carriedBy: redis');
  }

  get rabbitMq(): RabbitMqServer {
    return needed(this.#rabbitMq, 'carriedBy: rabbitmq');
  }

  /** The way to the broker. */
  get proxy(): TcpProxy {
    return needed(this.#proxy, 'throughProxy');
  }

  /** The way to PostgreSQL. */
  get postgresProxy(): TcpProxy {
    return needed(this.#postgresProxy, 'postgresThroughProxy');
  }

  async close(): Promise<void> {
    await Promise.all([this.#proxy?.close(), this.#postgresProxy?.close()]);
    await Promise.all([this.postgres.close(), this.#redis?.close(), this.#rabbitMq?.close()]);
    await this.#disk?.remove();
  }
}

/** What a Redis that carries jobs is run with. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--enable-debug-command', 'yes'];

interface Started {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer | undefined;
  readonly rabbitMq: RabbitMqServer | undefined;
  readonly proxy: TcpProxy | undefined;
  readonly postgresProxy: TcpProxy | undefined;
  readonly disk: SmallFolder | undefined;
  readonly env: Readonly<Record<string, string>>;
}

function needed<T>(server: T | undefined, need: string): T {
  if (server === undefined) throw new Error(`the scenario's stack has none: say ${need}`);
  return server;
}
