import type { Json } from './json.ts';

/** As `\u0000`. */
const BYTES_PER_CHARACTER = 6;
/** Of all but strings and what has parts: `-1.7976931348623157e+308`. */
const LONGEST_BYTES = 24;

/** No fewer bytes than a value takes as JSON, found without writing it: most payloads are far from any limit. */
export function jsonBytesAtMost(value: Json | undefined): number {
  if (typeof value === 'string') return 2 + value.length * BYTES_PER_CHARACTER;
  if (typeof value !== 'object' || value === null) return LONGEST_BYTES;
  let bytes = 2;
  if (isArray(value)) for (const part of value) bytes += 1 + jsonBytesAtMost(part);
  else for (const key of Object.keys(value)) bytes += bytesOfKey(key) + jsonBytesAtMost(value[key]);
  return bytes;
}

/** `Array.isArray`, which knows nothing of arrays that are only read. */
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** With its quotes, its colon and its comma. */
function bytesOfKey(key: string): number {
  return key.length * BYTES_PER_CHARACTER + 4;
}
