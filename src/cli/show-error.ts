import { redactSecrets } from '../telemetry/redact-secrets.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

/** Codes of errors that the caller mends by writing something else. */
const CALLERS_OWN: readonly unknown[] = [
  'WRONG_USAGE',
  'INVALID_CONFIG',
  'INVALID_APPLICATION',
  'INVALID_CATALOGUE',
  'INVALID_DEFINITION',
  'PROCFILE',
  'INVALID_SCHEDULE',
  'INVALID_SCHEDULES',
  'INVALID_FILTER',
  'INVALID_CURSOR',
];

/** Tells what went wrong, with the stack only when debugging, and gives the exit status for it. */
export function showError(error: unknown, terminal: Terminal, isDebugging: boolean): ExitStatus {
  const message = error instanceof Error ? error.message || error.name : String(error);
  terminal.say(`${terminal.styleSaid('red', 'nightshift:')} ${redactSecrets(message)}`);
  if (isDebugging && error instanceof Error) terminal.say(redactSecrets(stackOf(error)));
  return CALLERS_OWN.includes(codeOf(error)) ? 2 : 1;
}

/** The code of an error, which tells ours apart even when they come from a second copy of the package. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function stackOf(error: Error): string {
  const { stack = '', cause } = error;
  return cause instanceof Error ? `${stack}\ncaused by ${stackOf(cause)}` : stack;
}
