import { closest } from '../job/closest.ts';
import type { EnqueueOptions, UniqueOptions } from '../job/enqueue-options.ts';
import { isJobId } from '../job/job-id.ts';
import { InvalidEnqueueOptionsError } from './producer-errors.ts';

/** @throws InvalidEnqueueOptionsError listing everything that is wrong with them */
export function checkOptions(jobName: string, options: EnqueueOptions): void {
  const problems = Object.entries(options).flatMap(([name, value]: [string, unknown]) =>
    value === undefined ? [] : problemsOf(name, value),
  );
  if (options.delayMs !== undefined && options.runAt !== undefined)
    problems.push('delayMs and runAt were both given, expected one of them');
  if (problems.length > 0) throw new InvalidEnqueueOptionsError(jobName, problems);
}

/** @throws InvalidEnqueueOptionsError for a key that a job's own definition has made badly */
export function checkUnique(jobName: string, unique: UniqueOptions): UniqueOptions {
  if (!isUnique(unique))
    throw new InvalidEnqueueOptionsError(jobName, [`unique is ${shown(unique)}, expected ${UNIQUE}`]);
  return unique;
}

/** Ten years. */
const MAX_DELAY_MS = 10 * 365 * 86_400_000;

const UNIQUE = `{ key: 1 to 500 characters, forMs?: more than 0, onConflict?: 'reject' or 'replace' }`;

/** What each option must be, and how to tell. */
const OPTIONS: Readonly<
  Record<keyof EnqueueOptions, readonly [expected: string, is: (value: unknown) => boolean]>
> = {
  delayMs: [`0 to ${MAX_DELAY_MS}`, (value) => isNumber(value) && value >= 0 && value <= MAX_DELAY_MS],
  runAt: ['a valid Date', (value) => value instanceof Date && !Number.isNaN(value.getTime())],
  priority: [
    'a whole number from -100 to 100',
    (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 100,
  ],
  id: ['a UUID in lower case; give business keys as unique: { key }', isJobId],
  unique: [UNIQUE, isUnique],
  expiresAfterMs: ['more than 0', (value) => isNumber(value) && value > 0 && value <= MAX_DELAY_MS],
  tags: [
    'up to 10 texts of 1 to 100 characters',
    (value) => Array.isArray(value) && value.length <= 10 && value.every((tag) => isText(tag, 100)),
  ],
  tenant: ['a text of up to 200 characters', (value) => value === '' || isText(value, 200)],
};

function problemsOf(name: string, value: unknown): readonly string[] {
  const known = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof EnqueueOptions] : undefined; // it has it
  if (!known) return [unknownOption(name)];
  const [expected, is] = known;
  return is(value) ? [] : [`${name} is ${shown(value)}, expected ${expected}`];
}

function unknownOption(name: string): string {
  const near = closest(name, Object.keys(OPTIONS));
  return near === undefined
    ? `${name} is unknown, expected ${Object.keys(OPTIONS).join(', ')}`
    : `${name} is unknown: did you mean ${near}?`;
}

function isUnique(value: unknown): value is UniqueOptions {
  if (typeof value !== 'object' || value === null) return false;
  const { key, forMs, onConflict }: Partial<Record<keyof UniqueOptions, unknown>> = value;
  return (
    isText(key, 500) &&
    (forMs === undefined || (isNumber(forMs) && forMs > 0 && forMs <= MAX_DELAY_MS)) &&
    (onConflict === undefined || onConflict === 'reject' || onConflict === 'replace')
  );
}

/** NUL and half of a surrogate pair are what PostgreSQL refuses in texts. */
function isText(value: unknown, maxChars: number): boolean {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= maxChars &&
    !value.includes('\u0000') &&
    value.isWellFormed()
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

function shown(value: unknown): string {
  return (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))).slice(0, 100);
}
