import type { JobState } from '../../job/job-state.ts';
import type { ClaimRequest } from '../ledger.ts';

/** A locked row, as far as a claim is decided by it. */
export interface DoubtfulRow {
  readonly id: string;
  readonly publication: number;
  readonly state: JobState;
  readonly is_over: boolean;
  readonly run: number;
  readonly is_own: boolean;
  readonly is_owner_alive: boolean;
  readonly cancel_asked: string | null;
}

export type Verdict = 'unknown' | 'stale' | 'held' | 'claim' | 'granted' | 'take-over' | 'cancel' | 'expire';

/**
 * The table of claims. Refusing every active row would never rescue a dead worker's jobs; taking over whatever is
 * redelivered would run jobs twice each time a connection drops. The owner's lease tells the two apart.
 */
export function judge(row: DoubtfulRow | undefined, request: ClaimRequest): Verdict {
  if (!row) return 'unknown';
  if (row.publication !== request.publication) return 'stale';
  if (row.state === 'waiting') return row.is_over ? 'expire' : 'claim';
  if (isGrantedAlready(row, request)) return 'granted';
  if (row.state !== 'active' || !request.isRedelivered) return 'stale';
  if (row.is_owner_alive) return 'held';
  return row.cancel_asked === null ? 'take-over' : 'cancel';
}

/** An answer that was lost on its way would otherwise leave the job in the hands of a worker that does not run it. */
function isGrantedAlready(row: DoubtfulRow, { repeated }: ClaimRequest): boolean {
  return repeated !== undefined && row.state === 'active' && row.is_own && row.run !== repeated.knownRun;
}
