import type { Json } from './json.ts';

/** A character of a string is at most `\u0000` in JSON; the longest number is `-1.7976931348623157e+308`. */
const BYTES_PER_CHARACTER = 6;
const NUMBER_BYTES = 24;

/** No fewer bytes than a value takes as JSON, found without writing it: most payloads are far from any limit. */
export function jsonBytesAtMost(value: Json | undefined): number {
  switch (typeof value) {
    case 'string':
      return 2 + value.length * BYTES_PER_CHARACTER;
    case 'object':
      return value === null ? 4 : bytesOfParts(value);
    default:
      return NUMBER_BYTES;
  }
}

function bytesOfParts(value: object): number {
  let bytes = 2;
  for (const [key, part] of Object.entries(value))
    bytes += key.length * BYTES_PER_CHARACTER + 4 + jsonBytesAtMost(part);
  return bytes;
}
