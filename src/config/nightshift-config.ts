import type { Database } from '../db/database.ts';
import type { Queue } from '../job/queue.ts';

/** Loads a module; `() => import('./jobs/index.js')`. */
export type ModuleLoader = () => Promise<object>;

/** What an application's `nightshift.config` says: where its jobs, queues, workers and schedules are. */
export interface NightshiftConfig {
  /** The module of job definitions: each exported definition counts, and each in an exported array. */
  readonly jobs: ModuleLoader;
  /** The table of queues, or the module that exports it, in the same manner. */
  readonly queues: readonly Queue[] | ModuleLoader;
  /** By the name of each worker group, the module that exports what `defineWorker` gave. Default none. */
  readonly workers?: Readonly<Record<string, ModuleLoader>>;
  /** The module of schedules. Default none. */
  readonly schedules?: ModuleLoader;
  /** The module of `{ definition, payload }` that `up --demo` sends, each or in arrays. Default none. */
  readonly samples?: ModuleLoader;
  /** Called before the samples are sent: writes to the database what their jobs work on. Default nothing. */
  readonly prepareSamples?: (tools: {
    readonly database: Database;
    readonly dataFolder: string;
  }) => Promise<unknown>;
  /** The module of the board. Default: the board shipped. */
  readonly dashboard?: ModuleLoader;
}

/** Types the default export of `nightshift.config.ts`; loads nothing. */
export function defineConfig(config: NightshiftConfig): NightshiftConfig {
  return config;
}

/** What is wrong with the default export of a `nightshift.config`; empty when it can be used. */
export function problemsOfNightshiftConfig(given: unknown): readonly string[] {
  if (typeof given !== 'object' || given === null)
    return ['it has no default export: expected `export default defineConfig({ … })`'];
  const problems = Object.keys(given)
    .filter((key) => !KEYS.includes(key))
    .map((key) => `\`${key}\` is unknown: expected ${KEYS.join(', ')}`);
  const fields: Readonly<Record<string, unknown>> = { ...given };
  if (typeof fields['jobs'] !== 'function') problems.push("`jobs` must be () => import('./jobs/index.js')");
  if (typeof fields['queues'] !== 'function' && !Array.isArray(fields['queues']))
    problems.push("`queues` must be a list of queues or () => import('./jobs/queues.js')");
  for (const key of ['schedules', 'samples', 'dashboard'])
    if (fields[key] !== undefined && typeof fields[key] !== 'function')
      problems.push(`\`${key}\` must be () => import(…)`);
  if (fields['prepareSamples'] !== undefined && typeof fields['prepareSamples'] !== 'function')
    problems.push('`prepareSamples` must be async ({ database, dataFolder }) => { … }');
  if (fields['workers'] !== undefined && !isLoaders(fields['workers']))
    problems.push("`workers` must be { group: () => import('./workers/group.js') }");
  return problems;
}

const KEYS = ['jobs', 'queues', 'workers', 'schedules', 'samples', 'prepareSamples', 'dashboard'];

function isLoaders(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((loader) => typeof loader === 'function')
  );
}
