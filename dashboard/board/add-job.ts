import type { JobDefinition } from '../../src/job/job-definition.ts';
import type { Json } from '../../src/job/json.ts';
import type { FoundJob } from '../../src/ledger/search/found-job.ts';
import { redactedPayload } from '../../src/telemetry/redacted-payload.ts';
import { readAddOptions } from './add-options.ts';
import { BoardError } from './board-error.ts';
import type { LedgerQueue } from './ledger-queue.ts';
import { names } from './payload-form.ts';

export interface NewBoardJob {
  readonly name: string;
  readonly payload: unknown;
  readonly options: unknown;
}

/** Enqueues a job as any producer would: checked by its schema, accepted by the ledger or its broker. */
export async function addJob(queue: LedgerQueue, { name, payload, options }: NewBoardJob): Promise<FoundJob> {
  const { platform, operations } = queue.source;
  const definition = chooseDefinition(queue, name);
  const job = await platform.producer.enqueue(definition, payload, readAddOptions(options));
  operations.recount();
  await operations.note({
    action: 'add-job',
    target: { job: job.id, name: definition.name },
    after: redactedPayload(payload as Json, definition), // the producer has just accepted it
  });
  const recorded = await operations.getJob(job.id);
  return recorded ?? carried(job.id, definition, payload);
}

/** What Bull Board sends for an empty name. */
const NO_NAME = new Set(['', '__default__']);

function chooseDefinition({ queue, definitions }: LedgerQueue, name: string): JobDefinition {
  const [only] = definitions;
  if (NO_NAME.has(name) && definitions.length === 1 && only) return only;
  const found = definitions.find((each) => each.name === name || each.aliases.includes(name));
  if (found) return found;
  throw new BoardError(
    400,
    NO_NAME.has(name)
      ? `No job name was given. Expected one of the jobs of queue ${queue.name}: ${names(definitions)}.`
      : `Queue ${queue.name} has no job ${JSON.stringify(name)}. Expected one of ${names(definitions)}.`,
  );
}

/** A job of a queue that is not recorded has no row: this is what its producer knows. */
function carried(id: string, definition: JobDefinition, payload: unknown): FoundJob {
  const { name, queue, version, priority, tags, retry } = definition;
  return {
    id,
    name,
    queue,
    version,
    priority,
    tags,
    maxAttempts: retry.maxAttempts,
    payload: payload as Json, // the producer has just accepted it
    state: 'published',
    attempt: 0,
    createdAt: new Date(),
    isCancelAsked: false,
  };
}
