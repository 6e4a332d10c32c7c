import { createHash } from 'node:crypto';
import type { Json } from '../../job/json.ts';

/** Something that an operator did. */
export interface AuditEvent {
  /** The name of the operator; `ann@host` at the command line. */
  readonly who: string;
  readonly role?: string | undefined;
  /** The address that the request came from. */
  readonly from?: string | undefined;
  /** Like `retry`, `pause-queue` or `sign-in`. */
  readonly action: string;
  /** What it was done to: a queue, a schedule, an operator, or a set of jobs. Default nothing. */
  readonly target?: Json | undefined;
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
}

export interface AuditEntry extends AuditEvent {
  readonly seq: number;
  /** ISO 8601, by the database's clock. */
  readonly at: string;
}

/** The hash of the entry before the first. */
export const FIRST_HASH = '0'.repeat(64);

/** Binds an entry to all before it: to change one of them, every later hash must be changed as well. */
export function chainHash(previous: string, entry: string): string {
  return createHash('sha256').update(previous).update('\n').update(entry).digest('hex');
}
