import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './start-postgres.ts';
import { startRabbitMq } from './start-rabbit-mq.ts';
import { startRedis } from './start-redis.ts';

interface Servers {
  readonly urls: ServerUrls;
  readonly end: () => Promise<void>;
}

interface ServerUrls {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly amqpUrl: string;
}

declare module 'vitest' {
  export interface ProvidedContext extends ServerUrls {
    /** Marks what this run makes on the servers, for its end to find. */
    readonly runId: string;
  }
}

/**
 * Starts one Redis, one RabbitMQ and one PostgreSQL for the whole run and ends them with it. When
 * `NIGHTSHIFT_TEST_SERVERS` names a JSON file of urls (`databaseUrl`, `redisUrl`, `amqpUrl`), those are used instead.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { urls, end } = await findServers();
  const runId = randomBytes(4).toString('hex');
  project.provide('runId', runId);
  project.provide('databaseUrl', urls.databaseUrl);
  project.provide('redisUrl', urls.redisUrl);
  project.provide('amqpUrl', urls.amqpUrl);
  return async () => {
    await dropDatabases(urls.databaseUrl, runId);
    await end();
  };
}

async function findServers(): Promise<Servers> {
  const file = process.env['NIGHTSHIFT_TEST_SERVERS'];
  if (file === undefined || file === '') return startServers();
  const urls: Partial<ServerUrls> = JSON.parse(await readFile(file, 'utf8'));
  const { databaseUrl, redisUrl, amqpUrl } = urls;
  if (databaseUrl && redisUrl && amqpUrl) {
    return { urls: { databaseUrl, redisUrl, amqpUrl }, end: async () => {} };
  }
  throw new Error(`${file} (NIGHTSHIFT_TEST_SERVERS) must hold databaseUrl, redisUrl and amqpUrl`);
}

async function startServers(): Promise<Servers> {
  const [postgres, redis, rabbitMq] = await Promise.all([startPostgres(), startRedis(), startRabbitMq()]);
  return {
    urls: { databaseUrl: postgres.url, redisUrl: redis.url, amqpUrl: rabbitMq.url },
    end: async () => {
      await Promise.all([postgres.close(), redis.close(), rabbitMq.close()]);
    },
  };
}

async function dropDatabases(databaseUrl: string, runId: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [`test_${runId}_`],
  );
  for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`);
  await client.end();
}
