import type { Json } from './json.ts';

/** As `\u0000`. */
const BYTES_PER_CHARACTER = 6;
/** Of all but strings and what has parts: `-1.7976931348623157e+308`. */
const LONGEST_BYTES = 24;

/** No fewer bytes than a value takes as JSON, found without writing it: most payloads are far from any limit. */
export function jsonBytesAtMost(value: Json | undefined): number {
  if (typeof value === 'string') return 2 + value.length * BYTES_PER_CHARACTER;
  return typeof value === 'object' && value !== null ? bytesOfParts(value) : LONGEST_BYTES;
}

function bytesOfParts(value: readonly Json[] | Readonly<Record<string, Json>>): number {
  let bytes = 2;
  for (const [key, part] of Object.entries<Json>(value))
    bytes += key.length * BYTES_PER_CHARACTER + 4 + jsonBytesAtMost(part);
  return bytes;
}
