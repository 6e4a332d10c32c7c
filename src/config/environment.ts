import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { InvalidConfigError } from './invalid-config-error.ts';

/** Environment variables and where each came from; without empty ones and Kubernetes' service links. */
export interface Environment {
  readonly values: ReadonlyMap<string, string>;
  /** Names that came from the file. */
  readonly fromFile: ReadonlySet<string>;
}

/**
 * The environment with a file of `NAME=value` lines behind it; what is set in the environment, if only to nothing,
 * wins. Without a name, `.env` in the working folder is read if it is there; `false` reads none. Throws
 * {@link InvalidConfigError} when a file that was named cannot be read.
 */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { envFile, folder }: { readonly envFile: string | false | undefined; readonly folder: string },
): Environment {
  const given = meaningful(env);
  const filed = meaningful(envFile === false ? {} : readEnvFile(folder, envFile)).filter(
    ([name]) => env[name] === undefined,
  );
  return { values: new Map([...filed, ...given]), fromFile: new Set(filed.map(([name]) => name)) };
}

function meaningful(env: Readonly<Record<string, string | undefined>>): [string, string][] {
  return Object.entries(env).flatMap(([name, value]): [string, string][] => {
    const trimmed = value?.trim() ?? '';
    return trimmed === '' || isServiceLink(name, trimmed) ? [] : [[name, trimmed]];
  });
}

/**
 * Kubernetes gives every container `<SERVICE>_PORT=tcp://…` and its like for each service of the namespace; a service
 * named `redis` or `nightshift-dashboard` would otherwise be taken for configuration.
 */
function isServiceLink(name: string, value: string): boolean {
  return (
    (/_PORT$/.test(name) && /^(tcp|udp|sctp):\/\//.test(value)) ||
    /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?$/.test(name)
  );
}

function readEnvFile(
  folder: string,
  envFile: string | undefined,
): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(resolve(folder, envFile ?? '.env'), 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (envFile === undefined && code === 'ENOENT') return {};
    throw new InvalidConfigError([
      `${envFile ?? '.env'} cannot be read (${String(code ?? error)}): expected a file of NAME=value lines.`,
    ]);
  }
}
