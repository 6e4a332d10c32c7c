import type { Config } from '../config/load-config.ts';
import type { Database } from '../db/database.ts';
import type { Kv } from '../kv/kv.ts';
import type { Log } from '../telemetry/log.ts';
import type { Producer } from '../producer/producer.ts';

/** What the services of a worker group may be built from. */
export interface WorkerTools {
  readonly config: Config;
  readonly database: Database;
  readonly nightshift: Producer;
  readonly log: Log;
  /** Cache, sessions, limits and their companions; opened at the first call. */
  readonly kv: () => Promise<Kv>;
}

/** One process type: the queues it consumes and the services that its jobs' handlers are given. */
export interface WorkerDefinition<Services extends object = object> {
  /** Names from the table of queues; each names this group as its `workers`. */
  readonly queues: readonly string[];
  /** Made once, when the worker starts. Its properties stand in each handler's context. */
  readonly services: (tools: WorkerTools) => Services | Promise<Services>;
  /** Called after the last attempt has ended. */
  readonly close?: (services: Services) => void | Promise<void>;
  /** Most attempts at a time in one process. Default `NIGHTSHIFT_CONCURRENCY` (20). */
  readonly concurrency?: number;
}

/** What `defineWorker` takes: a group whose jobs need nothing beside their payload leaves `services` out. */
export type WorkerOptions<Services extends object> = Omit<WorkerDefinition<Services>, 'services'> &
  Partial<Pick<WorkerDefinition<Services>, 'services'>>;

/** Defines a worker group, in `workers/<group>.ts`. Throws {@link TypeError} for one without queues. */
export function defineWorker<Services extends object>(options: WorkerOptions<Services>): WorkerDefinition {
  if (!Array.isArray(options.queues) || options.queues.length === 0)
    throw new TypeError(
      "A worker group needs the names of its queues: defineWorker({ queues: ['email'], … }).",
    );
  // as: the group's own close is only ever given what its own services made
  return { services: () => ({}), ...options } as unknown as WorkerDefinition;
}
