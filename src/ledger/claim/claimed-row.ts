import type { Json } from '../../job/json.ts';
import type { ClaimAnswer } from '../ledger.ts';

/** What a claiming statement returns of each job; `j` is the job. */
export const CLAIMED_COLUMNS = `j.id, j.publication, j.run, j.attempt, j.max_attempts, j.deaths, j.created_at, j.tags,
  j.tenant, j.due_time, j.is_late, j.is_catch_up, j.has_parents, CASE WHEN j.is_edited THEN j.payload END AS payload`;

export interface ClaimedRow {
  readonly id: string;
  readonly publication: number;
  readonly run: number;
  readonly attempt: number;
  readonly max_attempts: number;
  readonly deaths: number;
  readonly created_at: Date;
  readonly tags: readonly string[];
  readonly tenant: string | null;
  readonly due_time: Date | null;
  readonly is_late: boolean;
  readonly is_catch_up: boolean;
  readonly has_parents: boolean;
  readonly payload: Json;
}

/** An answer whose parents' results are still to be read. */
export type ParentlessAnswer = ClaimAnswer & { readonly hasParents?: boolean };

export function toClaimed(row: ClaimedRow): ParentlessAnswer {
  const { due_time: dueAt, is_late: isLate, is_catch_up: isCatchUp } = row;
  return {
    kind: 'claimed',
    fence: { id: row.id, publication: row.publication, run: row.run },
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    deaths: row.deaths,
    enqueuedAt: row.created_at,
    tags: row.tags,
    parents: [],
    ...(row.tenant !== null && { tenant: row.tenant }),
    ...(dueAt && { schedule: { dueAt, isLate, isCatchUp } }),
    ...(row.payload !== null && { payload: row.payload }),
    ...(row.has_parents && { hasParents: true }),
  };
}
