import type { JobDefinition } from '../job/job-definition.ts';
import type { BrokerKind } from '../job/queue.ts';
import type { Registry } from '../job/registry.ts';
import type { Figures } from './figures.ts';

/**
 * The job by which a notice is sent, when it would run soon: somebody consumes its queue, nobody has paused it, and its
 * broker answers. `undefined`: it has to be sent without a job.
 */
export function findCarrier(
  name: string,
  { registry, brokerOf, figures }: RouteParts,
): JobDefinition | undefined {
  const job = registry.findJob(name);
  if (!job) return undefined;
  const { queue } = job;
  const isConsumed = figures.workers.some(({ isAlive, queues }) => isAlive && queues.includes(queue));
  const isPaused = figures.queues.some((each) => each.queue === queue && each.isPaused);
  const isAway = figures.away.some(({ subject, value }) => subject === brokerOf(queue) && value > 0);
  return isConsumed && !isPaused && !isAway ? job : undefined;
}

export interface RouteParts {
  readonly registry: Registry;
  /** Which broker carries a queue. */
  readonly brokerOf: (queue: string) => BrokerKind;
  readonly figures: Figures;
}
