import { NightshiftError } from '../nightshift-error.ts';
import { closest } from './closest.ts';
import type { JobDefinition } from './job-definition.ts';
import type { Queue } from './queue.ts';

/** Every job definition and queue of an application, found by name. */
export interface Registry {
  readonly definitions: readonly JobDefinition[];
  readonly queues: readonly Queue[];
  /** By name or alias. */
  readonly findJob: (name: string) => JobDefinition | undefined;
  /** @throws UnknownJobError */
  readonly getJob: (name: string) => JobDefinition;
  /** @throws UnknownQueueError */
  readonly getQueue: (name: string) => Queue;
}

/** @throws InvalidCatalogueError listing every name that exists twice and every job whose queue is missing. */
export function makeRegistry(definitions: readonly JobDefinition[], queues: readonly Queue[]): Registry {
  const problems: string[] = [];
  const queuesByName = new Map<string, Queue>();
  for (const queue of queues) {
    if (queuesByName.has(queue.name)) problems.push(`queue "${queue.name}" is listed twice`);
    queuesByName.set(queue.name, queue);
  }
  const jobsByName = new Map<string, JobDefinition>();
  for (const definition of definitions) {
    for (const name of [definition.name, ...definition.aliases]) {
      if (jobsByName.has(name)) problems.push(`job "${name}" is defined twice`);
      jobsByName.set(name, definition);
    }
    const queue = queuesByName.get(definition.queue);
    if (!queue) {
      problems.push(
        `job "${definition.name}" names queue "${definition.queue}", which is not in the table of queues`,
      );
    } else if (definition.unique && !queue.recorded) {
      problems.push(
        `job "${definition.name}" has \`unique\`, which its unrecorded queue "${queue.name}" cannot keep`,
      );
    }
  }
  if (problems.length > 0) throw new InvalidCatalogueError(problems);
  return {
    definitions,
    queues,
    findJob: (name) => jobsByName.get(name),
    getJob: (name) => found(jobsByName, name, (near) => new UnknownJobError(name, near)),
    getQueue: (name) => found(queuesByName, name, (near) => new UnknownQueueError(name, near)),
  };
}

function found<Value>(
  map: ReadonlyMap<string, Value>,
  name: string,
  miss: (near: string | undefined) => Error,
): Value {
  const value = map.get(name);
  if (value === undefined) throw miss(closest(name, [...map.keys()]));
  return value;
}

/** Jobs and queues that do not fit together. */
export class InvalidCatalogueError extends NightshiftError {
  readonly code = 'INVALID_CATALOGUE';

  constructor(problems: readonly string[]) {
    super(
      `The jobs and queues do not fit together: ${problems.join('; ')}. Correct the job definitions or the table of queues.`,
    );
  }
}

/** No job definition has this name. */
export class UnknownJobError extends NightshiftError {
  readonly code = 'UNKNOWN_JOB';

  constructor(name: string, near: string | undefined) {
    super(
      `No job is named ${JSON.stringify(name)}.${didYouMean(near)} Add its definition to the list of jobs, or correct the name.`,
    );
  }
}

/** No queue has this name. */
export class UnknownQueueError extends NightshiftError {
  readonly code = 'UNKNOWN_QUEUE';

  constructor(name: string, near: string | undefined) {
    super(
      `No queue is named ${JSON.stringify(name)}.${didYouMean(near)} Add it to the table of queues, or correct the name.`,
    );
  }
}

function didYouMean(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`;
}
