import { redactSecrets } from '../telemetry/redact-secrets.ts';
import type { Config } from './load-config.ts';
import type { Variable } from './variable.ts';
import { ALL_GROUPS } from './variables/all-groups.ts';

/** Values that may be shown: the configuration with every secret replaced by `***`, as plain data. */
export function redactedConfig(config: Config): Readonly<Record<string, unknown>> {
  return redactFields(config);
}

const SECRET_KEYS: ReadonlySet<string> = new Set([
  'password',
  ...Object.values(ALL_GROUPS).flatMap((group: Readonly<Record<string, Variable>>) =>
    Object.entries(group).flatMap(([key, { isSecret }]) => (isSecret ? [key] : [])),
  ),
]);

function redactFields(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET_KEYS.has(key) && inner !== undefined ? '***' : redact(inner),
    ]),
  );
}

function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactSecrets(value);
  if (Array.isArray(value)) return value.map(redact);
  return typeof value === 'object' && value !== null ? redactFields(value) : value;
}
