import { closest } from '../../job/closest.ts';
import { isJobId } from '../../job/job-id.ts';
import { JOB_STATES, type VisibleJobState } from '../../job/job-state.ts';
import { NightshiftError } from '../../nightshift-error.ts';
import { parseEvery } from '../../schedule/definition/parse-every.ts';
import type { JobQuery } from './job-query.ts';
import { WAITS_FOR, type WaitFor } from './wait-for.ts';

type Changes = { -readonly [Part in keyof JobQuery]: JobQuery[Part] };
type Term = (query: Changes, value: string, nowMs: number) => void;

/** What a filter may ask for, each with how its value is understood. Lists take commas. */
const TERMS: Readonly<Record<string, Term>> = {
  state: (query, value) => {
    query.states = listOf(value).map((each) => oneOf<VisibleJobState>('state', each, STATES));
  },
  name: (query, value) => {
    query.names = listOf(value);
  },
  queue: (query, value) => {
    query.queues = listOf(value);
  },
  tag: (query, value) => {
    query.tags = [...(query.tags ?? []), ...listOf(value)];
  },
  id: (query, value) => {
    query.ids = listOf(value).map(toJobId);
  },
  tenant: (query, value) => {
    query.tenant = value;
  },
  error: (query, value) => {
    query.error = value;
  },
  fingerprint: (query, value) => {
    query.fingerprint = value;
  },
  reason: (query, value) => {
    query.reason = value;
  },
  group: (query, value) => {
    query.groupId = value;
  },
  schedule: (query, value) => {
    query.schedule = value;
  },
  waits: (query, value) => {
    query.waitFor = oneOf<WaitFor>('waits', value, Object.keys(WAITS_FOR) as readonly WaitFor[]); // its own keys
  },
  since: (query, value, nowMs) => {
    query.since = toInstant('since', value, nowMs);
  },
  until: (query, value, nowMs) => {
    query.until = toInstant('until', value, nowMs);
  },
};

const STATES: readonly VisibleJobState[] = [...JOB_STATES, 'published'];

/** What may stand before the colon of a term. */
export const FILTER_KEYS: readonly string[] = Object.keys(TERMS);

/**
 * Reads a filter such as `state:failed name:sms.send error:"code 21610" since:1h tenant:42` or a job's id. Every term
 * must hold; `since` and `until` take a time ago (`90s`, `15m`, `6h`, `7d`) or an ISO date. An empty one finds all.
 *
 * @throws InvalidFilterError
 */
export function parseFilter(text: string, nowMs: number = Date.now()): JobQuery {
  const query: Changes = {};
  for (const word of text.match(WORDS) ?? []) {
    if (isJobId(word)) {
      query.ids = [...(query.ids ?? []), word];
      continue;
    }
    const [, key = '', quoted, plain] = WORD.exec(word) ?? [];
    const term = Object.hasOwn(TERMS, key) ? TERMS[key] : undefined;
    if (!term) throw new InvalidFilterError(word, `expected ${remedyFor(key)}`);
    const value = quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/g, '$1');
    if (value === '') throw new InvalidFilterError(word, `expected a value after ${key}:`);
    term(query, value, nowMs);
  }
  return query;
}

/** Words end at white space outside of quotation marks. */
const WORDS = /(?:"(?:\\.|[^"\\])*"|\S)+/g;
const WORD = /^([a-z]+):(?:"((?:\\.|[^"\\])*)"|([^"]*))$/s;

function remedyFor(key: string): string {
  const near = closest(key, FILTER_KEYS);
  if (near !== undefined && key !== '') return `${near}:`;
  return `a job's id, or a value behind one of ${FILTER_KEYS.map((each) => `${each}:`).join(' ')}, in quotation marks when it has spaces`;
}

function listOf(value: string): readonly string[] {
  return value.split(',').filter((each) => each !== '');
}

function oneOf<Value extends string>(key: string, given: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === given);
  if (found !== undefined) return found;
  throw new InvalidFilterError(`${key}:${given}`, `expected one of ${values.join(', ')}`);
}

function toJobId(given: string): string {
  if (!isJobId(given)) throw new InvalidFilterError(`id:${String(given)}`, 'expected a UUID in lower case');
  return given;
}

function toInstant(key: string, given: string, nowMs: number): Date {
  const agoMs = parseEvery(given);
  const instant = agoMs === undefined ? Date.parse(given) : nowMs - agoMs;
  if (!Number.isNaN(instant)) return new Date(instant);
  throw new InvalidFilterError(
    `${key}:${given}`,
    'expected such as 90s, 15m, 6h, 7d or 2030-01-31T08:00:00Z',
  );
}

/** A filter for jobs is not understood. */
export class InvalidFilterError extends NightshiftError {
  readonly code = 'INVALID_FILTER';

  constructor(word: string, expected: string) {
    super(`The filter has ${JSON.stringify(word.slice(0, 100))}: ${expected}.`);
  }
}
