import { NightshiftError } from '../nightshift-error.ts';

/** Options of an enqueue that make no sense. Nothing was enqueued. */
export class InvalidEnqueueOptionsError extends NightshiftError {
  readonly code = 'INVALID_ENQUEUE_OPTIONS';

  constructor(jobName: string, problems: readonly string[]) {
    super(`The options for ${jobName} are not usable: ${problems.join('; ')}. Nothing was enqueued.`);
  }
}

/** The broker of an unrecorded queue does not have the job and said so, or could not be reached. */
export class BrokerUnavailableError extends NightshiftError {
  readonly code = 'BROKER_UNAVAILABLE';

  constructor(queue: string, cause: unknown) {
    super(
      `Queue ${queue} is not recorded and its broker took nothing (${why(cause)}). Nothing was enqueued: try again, or make the queue recorded.`,
      {
        cause,
      },
    );
  }
}

/** The broker of an unrecorded queue may or may not have the job. Enqueuing again with this `id` is safe. */
export class EnqueueUnconfirmedError extends NightshiftError {
  readonly code = 'ENQUEUE_UNCONFIRMED';
  readonly id: string;

  constructor(queue: string, id: string, cause: unknown) {
    super(
      `The broker of queue ${queue} did not confirm job ${id} in time (${why(cause)}). It may have been stored: enqueue again with { id: '${id}' }.`,
      {
        cause,
      },
    );
    this.id = id;
  }
}

/** `enqueueMany` stopped at an error; `accepted` are the jobs that exist, in the order of their payloads. */
export class EnqueueManyError extends NightshiftError {
  readonly code = 'ENQUEUE_MANY';
  readonly accepted: readonly string[];

  constructor(jobName: string, accepted: readonly string[], cause: unknown) {
    super(
      `enqueueMany of ${jobName} stopped after ${accepted.length} accepted jobs (${why(cause)}). \`accepted\` lists their ids; enqueue the rest again.`,
      {
        cause,
      },
    );
    this.accepted = accepted;
  }
}

/** `result`, `unique`, `chain` and `group` need a queue that is recorded. */
export class NotRecordedError extends NightshiftError {
  readonly code = 'NOT_RECORDED';

  constructor(queue: string, asked: string) {
    super(
      `${asked} needs the ledger, and queue ${queue} is not recorded. Use a recorded queue, or leave it out.`,
    );
  }
}

/** `close` has been called; nothing can be enqueued or asked any more. */
export class ProducerClosedError extends NightshiftError {
  readonly code = 'PRODUCER_CLOSED';

  constructor() {
    super('This producer is closed. Close it after its last use, or make another with connect().');
  }
}

/** What was given in place of a job's id. */
export class InvalidJobIdError extends NightshiftError {
  readonly code = 'INVALID_JOB_ID';

  constructor(id: unknown) {
    super(`${JSON.stringify(id)} is no job id: expected a UUID in lower case, as enqueue gives it.`);
  }
}

function why(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
