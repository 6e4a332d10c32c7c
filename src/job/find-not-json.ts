import type { PayloadProblem } from './payload-errors.ts';

/** Deeper payloads are refused: parsers and PostgreSQL recurse. */
const MAX_DEPTH = 200;

/**
 * Finds the first thing in a value that JSON, a broker or a `jsonb` column would change or refuse: functions, dates,
 * class instances, `NaN`, cycles, NUL and lone surrogates in strings, keys that poison prototypes. An `undefined`
 * property is no problem: JSON leaves it out.
 */
export function findNotJson(value: unknown, depth = 0): PayloadProblem | undefined {
  switch (typeof value) {
    case 'string':
      return findBadText(value);
    case 'number':
      return Number.isFinite(value) ? undefined : problem(`${value} is not a JSON number`);
    case 'boolean':
      return undefined;
    case 'object':
      if (value === null) return undefined;
      if (depth === MAX_DEPTH) return problem(`is cyclic or nested deeper than ${MAX_DEPTH} levels`);
      return Array.isArray(value) ? findInArray(value, depth) : findInObject(value, depth);
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return problem(`${typeof value} has no JSON form`);
  }
}

function findInArray(array: readonly unknown[], depth: number): PayloadProblem | undefined {
  for (let index = 0; index < array.length; index += 1) {
    const found = findNotJson(array[index], depth + 1);
    if (found) return under(`[${index}]`, found);
  }
  return undefined;
}

function findInObject(object: object, depth: number): PayloadProblem | undefined {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    return problem(
      `a ${object.constructor.name} is not a plain object; give what it stands for as text or number`,
    );
  }
  const parts = object as Readonly<Record<string, unknown>>; // a plain object
  // Its keys alone: pairs of them are an array each, on the way of every job.
  for (const key of Object.keys(parts)) {
    const value = parts[key];
    const found = findBadKey(key) ?? (value === undefined ? undefined : findNotJson(value, depth + 1));
    if (found) return under(key, found);
  }
  return undefined;
}

function findBadKey(key: string): PayloadProblem | undefined {
  return key === '__proto__' ? problem('this key is not allowed') : findBadText(key);
}

function findBadText(text: string): PayloadProblem | undefined {
  if (text.includes('\u0000')) return problem('text with a NUL character');
  return text.isWellFormed() ? undefined : problem('text with half of a surrogate pair');
}

function problem(message: string): PayloadProblem {
  return { path: '', message };
}

/** Paths are put together on the way back, so that a good payload costs no strings. */
function under(key: string, { path, message }: PayloadProblem): PayloadProblem {
  const separator = path === '' || path.startsWith('[') ? '' : '.';
  return { path: `${key}${separator}${path}`, message };
}
