import type { EffectiveVariable } from '../config/effective-variables.ts';
import type { Application } from '../config/load-application.ts';
import type { Config } from '../config/load-config.ts';
import type { Log } from '../telemetry/log.ts';
import type { Terminal } from './terminal.ts';

/** What a command is given. What costs to load is loaded when it is first asked for, and once. */
export interface CommandContext<Options = Readonly<Record<string, unknown>>> {
  readonly options: Options;
  readonly positionals: readonly string[];
  readonly terminal: Terminal;
  /** The application's folder: where the command was called. */
  readonly folder: string;
  /** The environment and its file, with `--log-level`. Rejects with `InvalidConfigError`. */
  readonly config: () => Promise<Config>;
  /** Every variable of the configuration as it stands, secrets hidden. */
  readonly variables: () => Promise<readonly EffectiveVariable[]>;
  /** Writes to standard error, the configuration's notes first. */
  readonly log: () => Promise<Log>;
  /** The application's jobs, queues and workers. Rejects with `InvalidApplicationError`. */
  readonly application: () => Promise<Application>;
}
