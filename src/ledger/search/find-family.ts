import { rowsOf } from '../../db/rows-of.ts';
import type { VisibleJobState } from '../../job/job-state.ts';
import type { Session } from '../session.ts';

/** A job among those that wait for each other. */
export interface FamilyMember {
  readonly id: string;
  readonly name: string;
  readonly state: VisibleJobState;
  /** The jobs that it waits for, or waited for. */
  readonly parents: readonly string[];
}

/** Chains and groups longer than this are shown in part. */
const MOST = 1_000;

/** All that a job waits for, directly or not, and all that waits for any of them; in the order in which they were enqueued. */
export function findFamily(session: Session, id: string): Promise<readonly FamilyMember[]> {
  return rowsOf<FamilyMember>(session, FAMILY, [id, MOST]);
}

// UNION leaves out what was found already, so the walk ends.
const FAMILY = `
WITH RECURSIVE family(id) AS (
  SELECT $1::uuid
  UNION
  SELECT CASE WHEN p.parent = f.id THEN p.child ELSE p.parent END
  FROM family AS f JOIN nightshift.job_parents AS p ON p.parent = f.id OR p.child = f.id
), part AS (
  SELECT id FROM family LIMIT $2
)
SELECT j.id, j.name,
  CASE WHEN j.state = 'waiting' AND NOT EXISTS (SELECT FROM nightshift.outbox AS o WHERE o.id = j.id) THEN 'published' ELSE j.state END AS state,
  ARRAY(SELECT parent::text FROM nightshift.job_parents AS p WHERE p.child = j.id ORDER BY p.position) AS parents
FROM part JOIN nightshift.jobs AS j ON j.id = part.id ORDER BY j.id`;
