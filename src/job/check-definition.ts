import { closest } from './closest.ts';
import { InvalidDefinitionError } from './definition-errors.ts';

/** Throws {@link InvalidDefinitionError} listing everything about the options of `defineJob` that makes no sense. */
export function checkDefinition(options: object): void {
  const given: Readonly<Record<string, unknown>> = { ...options };
  const { version, upcast } = given;
  const problems = [
    ...Object.keys(given).filter(isUnknown).map(unknownOption),
    ...Object.entries(OPTIONS).flatMap(([name, [expected, is]]) =>
      (given[name] === undefined && !REQUIRED.includes(name)) || is(given[name])
        ? []
        : [`\`${name}\` must be ${expected}`],
    ),
    ...retryProblems(given['retry']),
    ...(isWhole(version, 2, 32_767) && !upcast
      ? ['`version` above 1 needs `upcast`, for the payloads that still wait']
      : []),
  ];
  if (problems.length > 0) throw new InvalidDefinitionError(String(given['name']), problems);
}

const REQUIRED = ['name', 'queue', 'payload', 'run'];
const MOST = 2 ** 31 - 1;
/** 31 days. */
const MAX_PER_MS = 31 * 86_400_000;
/** Ten years. */
const MAX_MS = 10 * 365 * 86_400_000;
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/;

type Option = readonly [expected: string, is: (value: unknown) => boolean];

const whole = (min: number, max: number, of = ''): Option => [
  `a whole number ${of}from ${min} to ${max}`,
  (value) => isWhole(value, min, max),
];
const A_FUNCTION: Option = ['a function', (value) => typeof value === 'function'];
const TEXTS: Option = [
  'a list of texts',
  (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
];

const OPTIONS: Readonly<Record<string, Option>> = {
  name: [
    '"domain.verb-noun" in lower case letters, digits and "-", at most 120 characters',
    (value) => typeof value === 'string' && NAME.test(value) && value.length <= 120,
  ],
  queue: ['the name of a queue', (value) => typeof value === 'string' && value !== ''],
  payload: [
    'a Standard Schema, such as z.strictObject({ … }) of zod 4',
    (value) => typeof fieldOf(fieldOf(value, '~standard'), 'validate') === 'function',
  ],
  run: A_FUNCTION,
  retry: [
    '{ maxAttempts?, baseDelayMs?, maxDelayMs? }',
    (value) => typeof value === 'object' && value !== null,
  ],
  timeoutMs: whole(1, MOST, 'of milliseconds '),
  version: whole(1, 32_767),
  upcast: A_FUNCTION,
  batch: [
    '{ size: 1 to 10000, waitMs: 0 to 60000 }',
    (value) => isWhole(fieldOf(value, 'size'), 1, 10_000) && isWhole(fieldOf(value, 'waitMs'), 0, 60_000),
  ],
  concurrency: whole(1, MOST),
  globalConcurrency: whole(1, MOST),
  rateLimit: [
    `{ max: 1 to 1000000, perMs: 1 to ${MAX_PER_MS}, key? }`,
    (value) =>
      isWhole(fieldOf(value, 'max'), 1, 1_000_000) && isWhole(fieldOf(value, 'perMs'), 1, MAX_PER_MS),
  ],
  unique: A_FUNCTION,
  expiresAfterMs: [
    `a number of milliseconds above 0, up to ${MAX_MS}`,
    (value) => isBetween(value, 1, MAX_MS),
  ],
  priority: whole(-100, 100),
  redact: [
    'a list of paths like "payload.token"',
    (value) =>
      Array.isArray(value) && value.every((path) => typeof path === 'string' && path.startsWith('payload.')),
  ],
  aliases: TEXTS,
  tags: TEXTS,
  tenant: A_FUNCTION,
  // Of a definition that was spread into another.
  with: A_FUNCTION,
};

const RETRY: Readonly<Record<string, Option>> = {
  maxAttempts: whole(1, 1_000),
  baseDelayMs: [`0 to ${MAX_MS} milliseconds`, (value) => isBetween(value, 0, MAX_MS)],
  maxDelayMs: [`0 to ${MAX_MS} milliseconds`, (value) => isBetween(value, 0, MAX_MS)],
};

function retryProblems(retry: unknown): readonly string[] {
  return Object.entries(RETRY).flatMap(([name, [expected, is]]) => {
    const value = fieldOf(retry, name);
    return value === undefined || is(value) ? [] : [`\`retry.${name}\` must be ${expected}`];
  });
}

function isUnknown(name: string): boolean {
  return !Object.hasOwn(OPTIONS, name);
}

function unknownOption(name: string): string {
  const near = closest(name, Object.keys(OPTIONS));
  return `\`${name}\` is unknown${near === undefined ? '' : `: did you mean \`${near}\`?`}`;
}

function fieldOf(value: unknown, name: string): unknown {
  const hasFields = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return hasFields ? Reflect.get(value, name) : undefined;
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && isBetween(value, min, max);
}

function isBetween(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}
