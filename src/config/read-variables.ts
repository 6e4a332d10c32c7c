import { redactSecrets } from '../telemetry/redact-secrets.ts';
import type { Environment } from './environment.ts';
import type { Values, Variable } from './variable.ts';

/** Takes one problem of the configuration. */
export type Refuse = (problem: string) => void;

/** The values of a group. What its schema refuses goes to `refuse`, and its fallback stands in. */
export function readVariables<const Group extends Readonly<Record<string, Variable>>>(
  group: Group,
  environment: Environment,
  refuse: Refuse,
): Values<Group> {
  const entries = Object.entries(group).map(([key, variable]) => [key, read(variable, environment, refuse)]);
  return Object.fromEntries(entries) as Values<Group>; // each value came through the schema of its own key
}

function read(variable: Variable, { values }: Environment, refuse: Refuse): unknown {
  const given = values.get(variable.name);
  if (given === undefined) return variable.fallback;
  try {
    return variable.schema(given);
  } catch (error) {
    const expected = error instanceof Error ? error.message : String(error);
    refuse(`${variable.name} is ${shown(variable, given)}: ${expected}.`);
    return variable.fallback;
  }
}

function shown(variable: Variable, given: string): string {
  if (variable.isSecret) return 'not usable';
  const text = redactSecrets(given);
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
