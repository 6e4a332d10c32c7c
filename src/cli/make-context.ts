import type { EffectiveVariable } from '../config/effective-variables.ts';
import type { Application } from '../config/load-application.ts';
import type { Config } from '../config/load-config.ts';
import type { Log } from '../telemetry/log.ts';
import type { CommandContext } from './command-context.ts';
import type { GLOBAL_OPTIONS, OptionValues } from './option-specs.ts';
import type { Streams } from './terminal.ts';
import { Terminal } from './terminal.ts';

/** Where a command runs. */
export interface Surroundings extends Streams {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** The context of one run of a command. */
export function makeContext<Options extends GlobalValues>(
  { options, positionals }: { readonly options: Options; readonly positionals: readonly string[] },
  surroundings: Surroundings,
): CommandContext<Options> {
  const config = once(() => loadConfiguration(options, surroundings));
  const variables = once(() => readVariables(options, surroundings));
  const log = once(async () => openLog(await config(), surroundings));
  const application = once(() => loadApplicationOf(options, surroundings));
  const terminal = new Terminal(surroundings);
  const { folder } = surroundings;
  return { options, positionals, terminal, folder, config, variables, log, application };
}

type GlobalValues = OptionValues<typeof GLOBAL_OPTIONS>;

async function loadConfiguration(options: GlobalValues, surroundings: Surroundings): Promise<Config> {
  const { loadConfig } = await import('../config/load-config.ts');
  return loadConfig(...environmentOf(options, surroundings));
}

async function readVariables(
  options: GlobalValues,
  surroundings: Surroundings,
): Promise<readonly EffectiveVariable[]> {
  const { effectiveVariables } = await import('../config/effective-variables.ts');
  return effectiveVariables(...environmentOf(options, surroundings));
}

function environmentOf(options: GlobalValues, { env, folder }: Surroundings) {
  const level = options['log-level'];
  const levelled = level === undefined ? env : { ...env, NIGHTSHIFT_LOG_LEVEL: level };
  return [levelled, { envFile: options['env-file'], folder }] as const;
}

async function openLog({ log: settings, notes }: Config, { stderr }: Surroundings): Promise<Log> {
  const { makeLog } = await import('../telemetry/make-log.ts');
  const log = makeLog({ ...settings, destination: stderr });
  for (const note of notes) log.warn(note);
  return log;
}

async function loadApplicationOf(options: GlobalValues, { folder }: Surroundings): Promise<Application> {
  const { loadApplication } = await import('../config/load-application.ts');
  return loadApplication(folder, options.config);
}

function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}
