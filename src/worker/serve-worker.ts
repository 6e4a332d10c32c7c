import type { Platform } from '../platform/platform.ts';
import type { Queue } from '../job/queue.ts';
import { NightshiftError } from '../nightshift-error.ts';
import type { WorkerDefinition } from './define-worker.ts';
import type { RunningWorker } from './running-worker.ts';
import { startWorker } from './start-worker.ts';

/** A worker group at work, with the services it made. */
export interface ServedWorker {
  readonly worker: RunningWorker;
  stop(options: { readonly graceMs: number }): Promise<void>;
}

/**
 * Makes the services of one or more worker groups and starts a worker process on all their queues. What a group's
 * `services` throws stops the start.
 *
 * @throws WorkerGroupError when a group consumes a queue that is not its own
 */
export async function serveWorker(
  platform: Platform,
  groups: readonly { readonly name: string; readonly definition: WorkerDefinition }[],
): Promise<ServedWorker> {
  const { config, database, producer: nightshift, log, registry } = platform;
  const made = await Promise.all(
    groups.map(async ({ definition }) => ({
      definition,
      services: await definition.services({ config, database, nightshift, log }),
    })),
  );
  const worker = await startWorker({
    ...platform,
    group: groups.map(({ name }) => name).join('+'),
    queues: groups.flatMap(({ name, definition }) =>
      definition.queues.map((queue) => ownQueue(registry.getQueue(queue), name)),
    ),
    services: Object.assign({}, ...made.map(({ services }) => services)) as object,
    concurrency: Math.max(
      ...groups.map(({ definition }) => definition.concurrency ?? config.worker.concurrency),
    ),
  });
  const stop = async (options: { readonly graceMs: number }): Promise<void> => {
    await worker.stop(options);
    await Promise.all(made.map(async ({ definition, services }) => definition.close?.(services)));
  };
  return { worker, stop };
}

function ownQueue(queue: Queue, group: string): Queue {
  if (queue.workers !== group) throw new WorkerGroupError(queue, group);
  return queue;
}

/** A worker group and the table of queues disagree. */
export class WorkerGroupError extends NightshiftError {
  readonly code = 'WORKER_GROUP';

  constructor(queue: Queue, group: string) {
    super(
      `Worker group ${JSON.stringify(group)} lists queue ${queue.name}, whose \`workers\` is ${JSON.stringify(queue.workers)} in the table of queues. Make them agree.`,
    );
  }
}
