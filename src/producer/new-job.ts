import type { EnqueueOptions, UniqueOptions } from '../job/enqueue-options.ts';
import type { JobDefinition } from '../job/job-definition.ts';
import { newJobId } from '../job/job-id.ts';
import type { Json } from '../job/json.ts';
import { type Queue, waitsForTurn } from '../job/queue.ts';
import type { Due, NewJob } from '../ledger/ledger.ts';
import { checkOptions, checkUnique } from './check-options.ts';

/** The ledger's row for a checked payload. @throws InvalidEnqueueOptionsError */
export function newJob(
  definition: JobDefinition,
  queue: Queue,
  payload: Json,
  options: EnqueueOptions,
): NewJob {
  if (options !== NO_OPTIONS) checkOptions(definition.name, options);
  const tenant = options.tenant ?? definition.tenant?.(payload as never); // as: the payload fits its own definition
  const unique = options.unique ?? definition.unique?.(payload as never); // as: see above
  const expiresAfterMs = options.expiresAfterMs ?? definition.expiresAfterMs;
  const turnKey = turnKeyOf(queue, payload, tenant);
  const limitKey = limitKeyOf(definition, payload);
  const takesTurns = waitsForTurn(queue) || isLimited(definition);
  const job: Changeable<NewJob> = {
    id: options.id ?? newJobId(),
    name: definition.name,
    queue: queue.name,
    version: definition.version,
    payload,
    maxAttempts: definition.retry.maxAttempts,
    priority: options.priority ?? definition.priority,
    tags: options.tags ? [...definition.tags, ...options.tags] : definition.tags,
    due: dueOf(options, takesTurns),
  };
  // Most have none of these, and spreading what is not there costs a flood some per cent.
  if (takesTurns) job.takesTurns = takesTurns;
  if (!queue.recorded) job.isUnrecorded = true;
  if (tenant !== undefined) job.tenant = tenant;
  if (turnKey !== undefined) job.turnKey = turnKey;
  if (limitKey !== undefined) job.limitKey = limitKey;
  if (unique !== undefined) job.unique = withDefaults(checkUnique(definition.name, unique));
  if (expiresAfterMs !== undefined) job.expiresAfterMs = expiresAfterMs;
  return job;
}

type Changeable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** What callers who want nothing special give; there is nothing to check in it. */
export const NO_OPTIONS: EnqueueOptions = Object.freeze({});

function isLimited({ rateLimit, globalConcurrency }: JobDefinition): boolean {
  return rateLimit !== undefined || globalConcurrency !== undefined;
}

function dueOf({ delayMs, runAt }: EnqueueOptions, takesTurns: boolean): Due {
  if (delayMs !== undefined && delayMs > 0) return { kind: 'after', delayMs };
  if (runAt) return { kind: 'at', at: runAt };
  return takesTurns ? { kind: 'turn' } : { kind: 'now' };
}

function withDefaults(unique: UniqueOptions): NonNullable<NewJob['unique']> {
  return { onConflict: 'reject', ...unique };
}

function turnKeyOf(queue: Queue, payload: Json, tenant: string | undefined): string | undefined {
  if (queue.fairBy === undefined) return undefined;
  return queue.fairBy === 'tenant' && tenant !== undefined
    ? tenant.slice(0, 200)
    : textAt(payload, queue.fairBy);
}

function limitKeyOf({ name, rateLimit }: JobDefinition, payload: Json): string | undefined {
  if (!rateLimit) return undefined;
  return rateLimit.key === undefined ? name : `${name}:${textAt(payload, rateLimit.key)}`;
}

/** The value at a dotted path (`payload.` in front is allowed) as text; empty when there is none. */
function textAt(payload: Json, path: string): string {
  let value: unknown = payload;
  for (const key of path.replace(/^payload\./, '').split('.')) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined;
  }
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value.slice(0, 200) : JSON.stringify(value).slice(0, 200);
}
