import { closest } from '../job/closest.ts';
import type { JobDefinition } from '../job/job-definition.ts';
import type { Queue } from '../job/queue.ts';
import { makeRegistry, type Registry } from '../job/registry.ts';
import type { Schedule } from '../schedule/definition/define-schedule.ts';
import type { WorkerDefinition } from '../worker/define-worker.ts';
import { InvalidApplicationError } from './application-error.ts';
import { findNightshiftConfig } from './find-nightshift-config.ts';
import { importConfig } from './import-config.ts';
import { type NightshiftConfig, problemsOfNightshiftConfig } from './nightshift-config.ts';

/** An application, as its `nightshift.config` describes it. */
export interface Application {
  /** The file of its `nightshift.config`. */
  readonly file: string;
  readonly config: NightshiftConfig;
  readonly registry: Registry;
  /** Names of the worker groups. */
  readonly groups: readonly string[];
  /** Throws {@link InvalidApplicationError} for a group that does not exist, or whose module exports no worker. */
  readonly loadWorker: (group: string) => Promise<WorkerDefinition>;
  /** Every schedule that the module of schedules exports, in lists too. */
  readonly loadSchedules: () => Promise<readonly Schedule[]>;
}

/**
 * Finds and loads the application in a folder with its jobs and queues. Throws {@link InvalidApplicationError}, or
 * `InvalidCatalogueError` when jobs and queues do not fit together.
 */
export async function loadApplication(folder: string, configFile?: string): Promise<Application> {
  const file = findNightshiftConfig(folder, configFile);
  const given = await importConfig(file);
  const problems = problemsOfNightshiftConfig(given);
  if (problems.length > 0)
    throw new InvalidApplicationError(`${file} is not usable: ${problems.join('; ')}.`);
  const config = given as NightshiftConfig; // it has just been checked
  const [jobs, queues] = await Promise.all([
    config.jobs(),
    typeof config.queues === 'function' ? config.queues() : config.queues,
  ]);
  const registry = makeRegistry(exported(jobs, isJobDefinition), exported(queues, isQueue));
  refuseMissingGroups(registry.queues, config, file);
  return {
    file,
    config,
    registry,
    groups: Object.keys(config.workers ?? {}),
    loadWorker: (group) => loadWorker(group, config.workers ?? {}, file),
    loadSchedules: async () => exported((await config.schedules?.()) ?? {}, isSchedule),
  };
}

/** Exported values of a kind, those in exported lists too, each once. */
function exported<Value>(module: object, is: (value: unknown) => value is Value): readonly Value[] {
  const values: readonly unknown[] = Object.values(module).flat();
  return [...new Set(values.filter(is))];
}

function isJobDefinition(value: unknown): value is JobDefinition {
  return (
    isRecord(value) && typeof value['run'] === 'function' && isRecord(value['retry']) && 'queue' in value
  );
}

function isQueue(value: unknown): value is Queue {
  return isRecord(value) && 'broker' in value && 'workers' in value && 'recorded' in value;
}

function isWorkerDefinition(value: unknown): value is WorkerDefinition {
  return isRecord(value) && Array.isArray(value['queues']) && typeof value['services'] === 'function';
}

function isSchedule(value: unknown): value is Schedule {
  return isRecord(value) && isRecord(value['timing']) && isJobDefinition(value['job']);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function refuseMissingGroups(queues: readonly Queue[], { workers }: NightshiftConfig, file: string): void {
  if (workers === undefined) return;
  const orphans = queues.filter((queue) => !Object.hasOwn(workers, queue.workers));
  if (orphans.length === 0) return;
  const said = orphans
    .map((queue) => `queue "${queue.name}" names worker group "${queue.workers}"`)
    .join(', ');
  throw new InvalidApplicationError(
    `${file} is not usable: ${said}, but \`workers\` has only ${Object.keys(workers).join(', ') || 'nothing'}.`,
  );
}

async function loadWorker(
  group: string,
  workers: NonNullable<NightshiftConfig['workers']>,
  file: string,
): Promise<WorkerDefinition> {
  const load = Object.hasOwn(workers, group) ? workers[group] : undefined;
  if (!load) {
    const near = closest(group, Object.keys(workers));
    throw new InvalidApplicationError(
      `${file} has no worker group ${JSON.stringify(group)}: ${near === undefined ? `expected one of ${Object.keys(workers).join(', ')}` : `did you mean ${near}`}${near === undefined ? '.' : '?'}`,
    );
  }
  const [definition, ...others] = exported(await load(), isWorkerDefinition);
  if (definition && others.length === 0) return definition;
  throw new InvalidApplicationError(
    `The module of worker group ${JSON.stringify(group)} exports ${definition ? 'several workers' : 'no worker'}: expected one defineWorker({ … }).`,
  );
}
