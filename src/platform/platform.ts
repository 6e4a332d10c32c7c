import type { Brokers } from '../broker/brokers.ts';
import type { Config } from '../config/load-config.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import type { JobDefinition } from '../job/job-definition.ts';
import type { Queue } from '../job/queue.ts';
import { makeRegistry, type Registry } from '../job/registry.ts';
import type { Kv } from '../kv/kv.ts';
import { EndWatch } from '../ledger/ends/end-watch.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { type JobProducer, makeProducer } from '../producer/make-producer.ts';
import type { Log } from '../telemetry/log.ts';
import { startTracing, tracing } from '../telemetry/tracing.ts';
import { findDatabaseUrl } from './database-url.ts';
import { BULLMQ_POSTGRES_CONNECTIONS, openBrokers } from './open-brokers.ts';

/** What every process of Nightshift stands on: its servers, and the one way in for jobs. */
export interface Platform {
  readonly config: Config;
  readonly registry: Registry;
  readonly databaseUrl: string;
  readonly database: Database;
  readonly ledger: Ledger;
  readonly brokers: Brokers;
  readonly producer: JobProducer;
  readonly log: Log;
  /** Cache, sessions, limits and their companions, opened with their libraries at the first call and closed with the rest. */
  readonly kv: () => Promise<Kv>;
  close(): Promise<void>;
}

export interface OpenPlatformOptions {
  readonly config: Config;
  readonly queues: readonly Queue[];
  /** Needed only where jobs are run or found by name. Default none. */
  readonly jobs?: readonly JobDefinition[];
  readonly log: Log;
  /** What PostgreSQL shows beside this process's connections, after "nightshift". */
  readonly name: string;
}

/** Connects nowhere yet but to what must be there at once; every part connects when it is first used. */
export async function openPlatform({
  config,
  queues,
  jobs = [],
  log,
  name,
}: OpenPlatformOptions): Promise<Platform> {
  await startTracing(config.tracing, { name, log });
  const registry = makeRegistry(jobs, queues);
  const databaseUrl = await findDatabaseUrl(config);
  const taken = config.redis.address ? 0 : BULLMQ_POSTGRES_CONNECTIONS;
  const maxConnections = Math.max(2, config.database.maxConnections - taken);
  const database = openDatabase({
    url: databaseUrl,
    maxConnections,
    applicationName: `nightshift ${name}`,
    log,
  });
  const ledger = openLedger(database);
  const ends = new EndWatch(database);
  const brokers = openBrokers({ config, databaseUrl, queues, log });
  let opening: Promise<Kv> | undefined;
  const kv = (): Promise<Kv> => (opening ??= openLazily({ config, database, log }));
  const closeAll = async (): Promise<void> => {
    await (await opening)?.close();
    await brokers.close();
    await database.close();
    await tracing()?.flush();
  };
  const producer = makeProducer({
    ledger,
    brokers,
    getQueue: registry.getQueue,
    ...config.producer,
    waitForEnd: (id, timeoutMs) => ends.wait(id, timeoutMs),
    close: closeAll,
  });
  return {
    config,
    registry,
    databaseUrl,
    database,
    ledger,
    brokers,
    producer,
    log,
    kv,
    close: () => producer.close(),
  };
}

/** Producers are spared its libraries. */
async function openLazily({
  config,
  database,
  log,
}: Pick<Platform, 'config' | 'database' | 'log'>): Promise<Kv> {
  const { openKv } = await import('../kv/open-kv.ts');
  return openKv({ config: config.kv, database, log });
}
