import { randomFillSync } from 'node:crypto';

const RANDOM_BYTES = 10;
const POOL_BYTES = RANDOM_BYTES * 256;
const pool = new Uint8Array(POOL_BYTES);
let poolAt = POOL_BYTES;

let lastMs = 0;
let counter = 0;

/**
 * A new job id: a UUIDv7 (RFC 9562, section 5.7) that is greater than every earlier one of this process, by a counter
 * in the 12 bits behind the millisecond (section 6.2, method 1). Ids sort by when they were made, and the ledger
 * partitions by them.
 */
export function newJobId(nowMs: number = Date.now()): string {
  if (poolAt === POOL_BYTES) {
    randomFillSync(pool);
    poolAt = 0;
  }
  const at = poolAt;
  poolAt += RANDOM_BYTES;
  if (nowMs > lastMs) {
    lastMs = nowMs;
    // Half of the counter's range is left for the ids of this millisecond.
    counter = (((pool[at] ?? 0) << 8) | (pool[at + 1] ?? 0)) & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  pool[at] = counter >> 8;
  pool[at + 1] = counter & 0xff;
  return formatUuidV7(lastMs, pool, at);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether `value` is a UUID in lower case, the only form a caller's own job id may have. */
export function isJobId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A UUIDv7 from 48 bits of time and the 74 low bits of the ten bytes from `from` on; the same input gives the same id. */
export function formatUuidV7(timeMs: number, bytes: Uint8Array, from = 0): string {
  const at = (index: number): number => bytes[from + index] ?? 0;
  const hex = (index: number): string => HEX[at(index)] ?? '00';
  const version = HEX[0x70 | (at(0) & 0x0f)] ?? '';
  const variant = HEX[0x80 | (at(2) & 0x3f)] ?? '';
  return `${formatTime(timeMs)}-${version}${hex(1)}-${variant}${hex(3)}-${hex(4)}${hex(5)}${hex(6)}${hex(7)}${hex(8)}${hex(9)}`;
}

let formattedMs = -1;
let formatted = '';

/** The first twelve digits. Ids come many to a millisecond. */
function formatTime(timeMs: number): string {
  if (timeMs === formattedMs) return formatted;
  const time = Math.floor(timeMs).toString(16).padStart(12, '0');
  formattedMs = timeMs;
  formatted = `${time.slice(0, 8)}-${time.slice(8)}`;
  return formatted;
}

/** When an id was made, in milliseconds since the epoch. */
export function jobIdTimeMs(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
