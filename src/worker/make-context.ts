import type { AttemptContext, HandlerLog, LedgerTransaction, StepOptions } from '../job/handler-context.ts';
import type { HandlerLogLine } from '../job/handler-log-line.ts';
import type { Json } from '../job/json.ts';
import type { HandlerOutcome } from '../job/outcome.ts';
import type { Log } from '../telemetry/log.ts';
import { redactFields } from '../telemetry/redact-fields.ts';
import { redactSecrets } from '../telemetry/redact-secrets.ts';
import type { Attempt } from './attempt.ts';

/** What the platform does for a handler when it asks through its context. */
export interface ContextActions {
  readonly log: Log;
  readonly enqueue: AttemptContext['enqueue'];
  step<Result extends Json | void>(
    attempt: Attempt,
    name: string,
    effect: () => Promise<Result>,
    options: StepOptions<Result> | undefined,
  ): Promise<Result>;
  transaction(
    attempt: Attempt,
    write: (trx: LedgerTransaction) => Promise<HandlerOutcome | void>,
  ): Promise<HandlerOutcome>;
}

/** Log lines kept with an attempt. */
const MAX_LINES = 200;

/**
 * Gives a maker of handler contexts (of an attempt, and the paths its job redacts) whose prototype holds the services, so that an attempt costs one small object
 * and each part of the context is made only when a handler takes it.
 */
export function contextMaker(
  services: object,
  actions: ContextActions,
): (attempt: Attempt, redact: readonly string[]) => AttemptContext & object {
  class Context implements AttemptContext {
    readonly #attempt: Attempt;
    readonly #redact: readonly string[];

    constructor(attempt: Attempt, redact: readonly string[]) {
      this.#attempt = attempt;
      this.#redact = redact;
    }

    get job() {
      return this.#attempt.job;
    }

    get signal() {
      return this.#attempt.signal;
    }

    get log(): HandlerLog {
      return attemptLog(this.#attempt, this.#redact, actions.log);
    }

    get progress() {
      return (value: Json): void => {
        this.#attempt.progress = value;
      };
    }

    get step(): AttemptContext['step'] {
      return (name, effect, options) => actions.step(this.#attempt, name, effect, options);
    }

    get transaction(): AttemptContext['transaction'] {
      return (write) => actions.transaction(this.#attempt, write);
    }

    get enqueue() {
      return actions.enqueue;
    }
  }
  Object.setPrototypeOf(Context.prototype, services);
  return (attempt, redact) => new Context(attempt, redact);
}

/** Lines go to the log and are kept with the attempt, both without secrets and what the job redacts. */
function attemptLog(attempt: Attempt, redact: readonly string[], log: Log): HandlerLog {
  const { id: jobId, name: jobName, queue, attempt: number } = attempt.job;
  const line =
    (level: HandlerLogLine['level']) =>
    (message: string, given?: Readonly<Record<string, unknown>>): void => {
      const fields = given && redactFields(given, redact);
      log[level](message, { jobName, jobId, queue, attempt: number, ...fields });
      if (attempt.logLines.length === MAX_LINES) attempt.logLines.shift();
      attempt.logLines.push({
        atMs: Date.now(),
        level,
        message: redactSecrets(message),
        ...(fields ? { fields } : {}),
      });
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}
