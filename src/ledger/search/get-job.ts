import { rowsOf } from '../../db/rows-of.ts';
import type { HandlerLogLine } from '../../job/handler-log-line.ts';
import type { Json } from '../../job/json.ts';
import type { JobError } from '../../job/outcome.ts';
import type { Session } from '../session.ts';
import { type FoundJob, JOB_COLUMNS, type JobRow, toFoundJob } from './found-job.ts';

/** A job with everything the ledger knows of it. */
export interface JobDetails extends FoundJob {
  readonly attempts: readonly PastAttempt[];
  readonly steps: readonly PastStep[];
  readonly parents: readonly RelatedJob[];
  readonly children: readonly RelatedJob[];
  readonly headers: Json;
  /** A message that never was JSON, as it came. */
  readonly raw: Uint8Array | null;
}

export interface PastAttempt {
  readonly run: number;
  readonly publication: number;
  readonly attempt: number;
  readonly worker: string | null;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: string;
  readonly reason: string | null;
  readonly error: JobError | null;
  readonly log: readonly HandlerLogLine[] | null;
}

export interface PastStep {
  readonly name: string;
  readonly state: 'claimed' | 'done' | 'unknown';
  readonly result: Json;
}

export interface RelatedJob {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

export async function getJob(session: Session, id: string): Promise<JobDetails | undefined> {
  const [row] = await rowsOf<JobRow & Pick<JobDetails, 'headers' | 'raw'>>(
    session,
    `SELECT ${JOB_COLUMNS}, j.headers, j.raw FROM nightshift.jobs AS j LEFT JOIN nightshift.outbox AS o ON o.id = j.id WHERE j.id = $1`,
    [id],
  );
  if (!row) return undefined;
  const attempts = await rowsOf<PastAttempt>(session, ATTEMPTS, [id]);
  const steps = await rowsOf<PastStep>(session, STEPS, [id]);
  const parents = await rowsOf<RelatedJob>(session, PARENTS, [id]);
  const children = await rowsOf<RelatedJob>(session, CHILDREN, [id]);
  return { ...toFoundJob(row), headers: row.headers, raw: row.raw, attempts, steps, parents, children };
}

const ATTEMPTS = `
SELECT run, publication, attempt, worker, started_at AS "startedAt", duration_ms AS "durationMs", outcome, reason, error, log
FROM nightshift.attempts WHERE job_id = $1 ORDER BY run`;

const STEPS = 'SELECT name, state, result FROM nightshift.steps WHERE job_id = $1 ORDER BY claimed_at';

const PARENTS = `
SELECT j.id, j.name, j.state FROM nightshift.job_parents AS p JOIN nightshift.jobs AS j ON j.id = p.parent
WHERE p.child = $1 ORDER BY p.position`;

const CHILDREN = `
SELECT j.id, j.name, j.state FROM nightshift.job_parents AS p JOIN nightshift.jobs AS j ON j.id = p.child
WHERE p.parent = $1 ORDER BY j.id`;
