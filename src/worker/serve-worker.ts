import type { Platform } from '../platform/platform.ts';
import type { Queue } from '../job/queue.ts';
import { NightshiftError } from '../nightshift-error.ts';
import type { WorkerDefinition } from './define-worker.ts';
import type { RunningWorker } from './running-worker.ts';
import { AttemptMetrics } from '../telemetry/attempt-metrics.ts';
import type { Probe } from '../telemetry/dependency-watch.ts';
import { startHealthServer } from '../telemetry/health-server.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { redactSecrets } from '../telemetry/redact-secrets.ts';
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
  onDead: (why: string) => void,
): Promise<ServedWorker> {
  const { config, database, producer: nightshift, log, kv, registry } = platform;
  const made = await Promise.all(
    groups.map(async ({ definition }) => ({
      definition,
      services: await definition.services({ config, database, nightshift, log, kv }),
    })),
  );
  const queues = groups.flatMap((group) =>
    group.definition.queues.map((queue) => ownQueue(registry.getQueue(queue), group.name)),
  );
  const metrics = new Metrics();
  metrics.watchProcess();
  const attempts = new AttemptMetrics(metrics);
  const name = groups.map((group) => group.name).join('+');
  let worker: RunningWorker | undefined;
  const health = await startHealthServer({
    name: `worker ${name}`,
    host: config.worker.healthHost,
    port: config.worker.healthPort,
    metrics,
    whyNotLive: () => worker?.whyNotLive,
    dependencies: await dependenciesOf(platform, queues),
    log,
  });
  worker = await startWorker({
    ...platform,
    group: name,
    queues,
    httpPort: health.port,
    onEnd: (attempt) => attempts.ended(attempt),
    onDead,
    redact: redactSecrets,
    maxPayloadBytes: config.producer.maxPayloadBytes,
    services: Object.assign({}, ...made.map(({ services }) => services)) as object,
    concurrency: Math.max(
      ...groups.map(({ definition }) => definition.concurrency ?? config.worker.concurrency),
    ),
  });
  const stop = async (options: { readonly graceMs: number }): Promise<void> => {
    await worker.stop(options);
    await health.close();
    await Promise.all(made.map(async ({ definition, services }) => definition.close?.(services)));
  };
  return { worker, stop };
}

/** The servers that these queues need. */
async function dependenciesOf(
  { database, brokers }: Platform,
  queues: readonly Queue[],
): Promise<Readonly<Record<string, Probe>>> {
  const used = new Set(await Promise.all(queues.map((queue) => brokers.of(queue))));
  return {
    postgresql: () => database.query('SELECT 1'),
    ...Object.fromEntries([...used].map((broker) => [broker.kind, () => broker.ping()])),
  };
}

function ownQueue(queue: Queue, group: string): Queue {
  if (queue.workers !== group) throw new WorkerGroupError(queue, group);
  return queue;
}

/** A worker group and the table of queues disagree. */
class WorkerGroupError extends NightshiftError {
  readonly code = 'WORKER_GROUP';

  constructor(queue: Queue, group: string) {
    super(
      `Worker group ${JSON.stringify(group)} lists queue ${queue.name}, whose \`workers\` is ${JSON.stringify(queue.workers)} in the table of queues. Make them agree.`,
    );
  }
}
