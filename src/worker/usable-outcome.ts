import { findNotJson } from '../job/find-not-json.ts';
import { PermanentError } from '../job/handler-errors.ts';
import { completed, type HandlerOutcome } from '../job/outcome.ts';

/** Ten years, as for the delay of a new job. */
const MAX_SNOOZE_MS = 10 * 365 * 86_400_000;

/** What a handler returned, as an outcome that the ledger can store; nothing means completed. @throws PermanentError */
export function usableOutcome(value: unknown): HandlerOutcome {
  if (value === undefined) return completed();
  if (!isOutcome(value)) throw unusable('it must return completed(…), cancel(…), snooze(…) or nothing');
  const problem = problemOf(value);
  if (problem !== undefined) throw unusable(problem);
  return value;
}

function unusable(problem: string): PermanentError {
  return new PermanentError(`The handler's return value is not usable: ${problem}.`);
}

function isOutcome(value: unknown): value is HandlerOutcome {
  const kind: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'kind') : undefined;
  return kind === 'completed' || kind === 'cancelled' || kind === 'snoozed';
}

function problemOf(outcome: HandlerOutcome): string | undefined {
  switch (outcome.kind) {
    case 'completed': {
      const problem = outcome.result === undefined ? undefined : findNotJson(outcome.result);
      return problem && `the result${problem.path ? ` at ${problem.path}` : ''}: ${problem.message}`;
    }
    case 'cancelled':
      return typeof outcome.reason === 'string' ? undefined : 'cancel(reason) needs a text';
    case 'snoozed':
      return outcome.delayMs >= 0 && outcome.delayMs <= MAX_SNOOZE_MS
        ? undefined
        : `snooze(${outcome.delayMs}) must be from 0 to ${MAX_SNOOZE_MS} milliseconds`;
  }
}
