import { loadConfig } from './config/load-config.ts';
import type { JobDefinition } from './job/job-definition.ts';
import type { Queue } from './job/queue.ts';
import { openPlatform } from './platform/platform.ts';
import type { Producer } from './producer/producer.ts';
import { type Log, silentLog } from './telemetry/log.ts';

export interface ConnectOptions {
  /** Where the configuration comes from. Default `process.env`, with `.env` behind it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The application's queues. Default: those of the `nightshift.config` in the working folder. */
  readonly queues?: readonly Queue[];
  /** Default: nothing is logged. */
  readonly log?: Log;
}

/**
 * Gives application code its producer. Opens PostgreSQL and each broker when they are first needed; a server that is
 * away does not hinder it.
 *
 * @throws InvalidConfigError, NoDatabaseError, InvalidApplicationError
 */
export async function connect({ env, queues, log = silentLog }: ConnectOptions = {}): Promise<Producer> {
  const config = loadConfig(env);
  for (const note of config.notes) log.warn(note);
  const catalogue = await findCatalogue(queues);
  const { producer } = await openPlatform({ config, ...catalogue, log, name: 'producer' });
  return producer;
}

interface Catalogue {
  readonly queues: readonly Queue[];
  readonly jobs: readonly JobDefinition[];
}

async function findCatalogue(queues: readonly Queue[] | undefined): Promise<Catalogue> {
  if (queues) return { queues, jobs: [] };
  const { loadApplication } = await import('./config/load-application.ts');
  const { registry } = await loadApplication(process.cwd());
  return { queues: registry.queues, jobs: registry.definitions };
}
