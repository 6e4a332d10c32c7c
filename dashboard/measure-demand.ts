import type { Registry } from '../src/job/registry.ts';
import type { Operations } from '../src/ledger/operations.ts';
import { jobsToDo } from '../src/ledger/search/count-jobs.ts';
import type { RegisteredWorker } from '../src/ledger/search/list-workers.ts';
import type { Metrics, Reading } from '../src/telemetry/metrics.ts';
import type { AskBrokers } from './ask-brokers.ts';

export interface DemandParts {
  readonly operations: Pick<Operations, 'stats' | 'workers'>;
  readonly registry: Registry;
  readonly ask: AskBrokers;
  /** Of a worker process of a group of which none lives. */
  readonly concurrency: number;
}

/** Tells how much there is to do, how many workers live, and how many would have all of it in hand. */
export function measureDemand(metrics: Metrics, parts: DemandParts): void {
  const { operations, registry } = parts;
  metrics.gauge(
    'nightshift_queue_demand',
    { help: 'Jobs that could run or do run.', labels: ['queue'] },
    async () => {
      const demands = await demandByQueue(parts);
      return registry.queues.map(({ name }) => [[name], demands.get(name) ?? 0]);
    },
  );
  metrics.gauge(
    'nightshift_workers',
    { help: 'Worker processes that live.', labels: ['group'] },
    async () => {
      const alive = await aliveWorkers(operations);
      return groupsOf(registry).map((group) => [[group], serving(alive, registry, group).length]);
    },
  );
  metrics.gauge(
    'nightshift_workers_wanted',
    {
      help: 'Worker processes that would have all jobs that could run in hand at once; 0 when there are none.',
      labels: ['group'],
    },
    () => wantedWorkers(parts),
  );
}

async function wantedWorkers(parts: DemandParts): Promise<readonly Reading[]> {
  const { operations, registry, concurrency } = parts;
  const [demands, alive] = await Promise.all([demandByQueue(parts), aliveWorkers(operations)]);
  return groupsOf(registry).map((group) => {
    const demand = registry.queues
      .filter(({ workers }) => workers === group)
      .reduce((sum, { name }) => sum + (demands.get(name) ?? 0), 0);
    const [one] = serving(alive, registry, group);
    return [[group], Math.ceil(demand / (one?.concurrency ?? concurrency))];
  });
}

async function demandByQueue({ operations, ask }: DemandParts): Promise<ReadonlyMap<string, number>> {
  const [stats, counted] = await Promise.all([operations.stats(), ask()]);
  // What a paused queue holds is nothing to start workers for.
  const demands = new Map(
    stats.map((each) => [each.queue, (each.isPaused ? 0 : jobsToDo(each)) + each.counts.active]),
  );
  const paused = new Set(stats.filter(({ isPaused }) => isPaused).map(({ queue }) => queue));
  for (const { queue, counts } of counted) {
    // The ledger knows of an unrecorded queue only what waits or is tried again, and the broker may hold that too.
    if (queue.recorded || !counts) continue;
    const held = (paused.has(queue.name) ? 0 : counts.ready) + (counts.held ?? 0);
    demands.set(queue.name, Math.max(demands.get(queue.name) ?? 0, held));
  }
  return demands;
}

async function aliveWorkers({ workers }: Pick<Operations, 'workers'>): Promise<readonly RegisteredWorker[]> {
  return (await workers()).filter(({ isAlive }) => isAlive);
}

function groupsOf({ queues }: Registry): readonly string[] {
  return [...new Set(queues.map(({ workers }) => workers))];
}

/** A process may serve several groups. */
function serving(
  alive: readonly RegisteredWorker[],
  { queues }: Registry,
  group: string,
): readonly RegisteredWorker[] {
  const own = queues.filter(({ workers }) => workers === group).map(({ name }) => name);
  return alive.filter((worker) => own.some((name) => worker.queues.includes(name)));
}
