import type { Json } from '../job/json.ts';
import { redactSecrets } from './redact-secrets.ts';

const MAX_DEPTH = 6;
const MAX_ENTRIES = 200;
const MAX_TEXT = 8_192;
const SECRET_NAME =
  /^(?:.*[_-])?(?:password|passwd|secret|token|authorization|cookie|api[_-]?key|private[_-]?key)$/i;
const CAMEL_SECRET_NAME = /(?:Password|Passwd|Secret|Token|ApiKey|PrivateKey)$/;

/** Fields as they may be logged and kept: small plain JSON, errors spelled out, secrets replaced by `***`. */
export type PlainFields = Readonly<Record<string, Json>>;

/**
 * Turns anything that code logs into {@link PlainFields}: values under names like `password` and passwords in texts
 * are hidden, what is deep, long, cyclic or not JSON is cut short. Never throws.
 */
export function plainFields(fields: Readonly<Record<string, unknown>>): PlainFields {
  return plainObject(fields, 0);
}

function plainObject(value: object, depth: number): PlainFields {
  const entries: [string, Json][] = [];
  for (const key of Object.keys(value).slice(0, MAX_ENTRIES)) {
    const inner = read(value, key);
    if (inner === undefined) continue;
    const isSecret = SECRET_NAME.test(key) || CAMEL_SECRET_NAME.test(key);
    entries.push([key, isSecret && inner !== null ? '***' : plain(inner, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

/** A getter of somebody else's object may throw. */
function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return '(unreadable)';
  }
}

function plain(value: unknown, depth: number): Json {
  switch (typeof value) {
    case 'string':
      return redactSecrets(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : plainDeep(value, depth);
    case 'undefined':
      return null;
    case 'bigint':
    case 'symbol':
      return String(value);
    case 'function':
      return '(function)';
  }
}

function plainDeep(value: object, depth: number): Json {
  if (value instanceof Error) return plainError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return redactSecrets(value.href);
  if (ArrayBuffer.isView(value)) return `(${value.byteLength} bytes)`;
  if (depth > MAX_DEPTH) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((inner) => plain(inner, depth + 1));
  if (value instanceof Map) return plainObject(Object.fromEntries(value), depth);
  if (value instanceof Set) return plain([...value], depth);
  return plainObject(value, depth);
}

function plainError(error: Error, depth: number): Json {
  const { name, message, stack, cause } = error;
  const code: unknown = Reflect.get(error, 'code');
  return {
    name,
    message: redactSecrets(message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(stack === undefined ? {} : { stack: redactSecrets(stack.slice(0, MAX_TEXT)) }),
    ...(cause === undefined || depth > MAX_DEPTH ? {} : { cause: plain(cause, depth + 1) }),
  };
}
