import { closest } from '../job/closest.ts';
import type { EnqueueOptions, UniqueOptions } from '../job/enqueue-options.ts';
import type { JobDefinition } from '../job/job-definition.ts';
import { isJobId, newJobId } from '../job/job-id.ts';
import type { Json } from '../job/json.ts';
import { type Queue, waitsForTurn } from '../job/queue.ts';
import type { Due, NewJob } from '../ledger/ledger.ts';
import { InvalidEnqueueOptionsError } from './producer-errors.ts';

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
  if (unique !== undefined) job.unique = withDefaults(unique);
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

function checkOptions(jobName: string, options: EnqueueOptions): void {
  const { delayMs, runAt, priority, id, expiresAfterMs, tags, unique } = options;
  const problems = Object.keys(options).filter(isUnknownOption).map(unknownOption);
  const given = (value: unknown): string => JSON.stringify(value) ?? String(value);
  if (delayMs !== undefined && !(delayMs >= 0 && delayMs <= MAX_DELAY_MS))
    problems.push(`delayMs is ${given(delayMs)}, expected 0 to ${MAX_DELAY_MS}`);
  if (delayMs !== undefined && runAt)
    problems.push('delayMs and runAt were both given, expected one of them');
  if (runAt && Number.isNaN(runAt.getTime())) problems.push('runAt is not a valid Date');
  if (priority !== undefined && !(Number.isInteger(priority) && Math.abs(priority) <= 100))
    problems.push(`priority is ${given(priority)}, expected a whole number from -100 to 100`);
  if (id !== undefined && !isJobId(id))
    problems.push(`id is ${given(id)}, expected a UUID in lower case; give business keys as unique: { key }`);
  if (expiresAfterMs !== undefined && !(expiresAfterMs > 0))
    problems.push(`expiresAfterMs is ${given(expiresAfterMs)}, expected more than 0`);
  if (tags && (tags.length > 10 || tags.some((tag) => tag.length === 0 || tag.length > 100)))
    problems.push('tags must be up to 10 texts of 1 to 100 characters');
  if (unique && (unique.key.length === 0 || unique.key.length > 500))
    problems.push('unique.key must have 1 to 500 characters');
  if (problems.length > 0) throw new InvalidEnqueueOptionsError(jobName, problems);
}

const OPTIONS: Readonly<Record<keyof EnqueueOptions, true>> = {
  delayMs: true,
  runAt: true,
  priority: true,
  id: true,
  unique: true,
  expiresAfterMs: true,
  tags: true,
  tenant: true,
};

function isUnknownOption(name: string): boolean {
  return !Object.hasOwn(OPTIONS, name);
}

function unknownOption(name: string): string {
  const near = closest(name, Object.keys(OPTIONS));
  return near === undefined
    ? `${name} is unknown, expected ${Object.keys(OPTIONS).join(', ')}`
    : `${name} is unknown: did you mean ${near}?`;
}

/** Ten years. */
const MAX_DELAY_MS = 10 * 365 * 86_400_000;
