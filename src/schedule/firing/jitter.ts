import { createHash } from 'node:crypto';

/** How much later than its due time a job may start: from 0 to below `jitterMs`, the same for one due time on every scheduler. */
export function jitterOf(name: string, dueMs: number, jitterMs: number): number {
  if (jitterMs === 0) return 0;
  const drawn = createHash('sha256').update(`${name} ${dueMs}`).digest().readUInt32BE();
  return Math.floor((drawn / 2 ** 32) * jitterMs);
}
