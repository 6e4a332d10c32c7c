import { redactSecrets } from '../telemetry/redact-secrets.ts';
import { readEnvironment } from './environment.ts';
import type { LoadConfigOptions } from './load-config.ts';
import type { Variable } from './variable.ts';
import { ALL_GROUPS } from './variables/all-groups.ts';

/** A variable as it stands. */
export interface EffectiveVariable {
  readonly name: string;
  /** Secrets as `***`; `undefined` when it is not set and has no default. */
  readonly value: string | undefined;
  readonly from: 'environment' | 'file' | 'default';
  readonly doc: string;
}

/** Every variable, in the order of the documentation, with its value as it may be shown; checks nothing. */
export function effectiveVariables(
  env: Readonly<Record<string, string | undefined>>,
  { envFile, folder = process.cwd() }: LoadConfigOptions = {},
): readonly EffectiveVariable[] {
  const { values, fromFile } = readEnvironment(env, { envFile, folder });
  const variables: readonly Variable[] = Object.values(ALL_GROUPS).flatMap((group) => Object.values(group));
  return variables.map(({ name, doc, fallback, isSecret }) => {
    const given = values.get(name);
    if (given === undefined) {
      const value = typeof fallback === 'string' ? fallback : JSON.stringify(fallback);
      return { name, value, from: 'default', doc };
    }
    const from = fromFile.has(name) ? 'file' : 'environment';
    return { name, value: isSecret ? '***' : redactSecrets(given), from, doc };
  });
}
