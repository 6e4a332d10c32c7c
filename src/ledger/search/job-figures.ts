import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';

/** How the jobs of one name fared that were enqueued within a time. Milliseconds; `null` when none got as far. */
export interface JobFigures {
  readonly name: string;
  readonly jobs: number;
  readonly open: number;
  readonly completed: number;
  readonly failed: number;
  /** Jobs that took more than one attempt. */
  readonly retried: number;
  /** From the enqueueing to the start of the last attempt, delays included. */
  readonly waitP50Ms: number | null;
  readonly waitP95Ms: number | null;
  /** How long the last attempt took. */
  readonly runP50Ms: number | null;
  readonly runP95Ms: number | null;
}

/** Figures of the jobs that were enqueued in the last `withinMs` milliseconds, by name. */
export function jobFigures(session: Session, withinMs: number): Promise<readonly JobFigures[]> {
  return rowsOf<JobFigures>(session, FIGURES, [withinMs]);
}

const percentile = (part: number, value: string): string =>
  `percentile_cont(${part}) WITHIN GROUP (ORDER BY extract(epoch FROM ${value})::float8 * 1000)`;

const FIGURES = `
SELECT name, count(*)::integer AS jobs, count(*) FILTER (WHERE state IN ('waiting', 'active'))::integer AS open,
  count(*) FILTER (WHERE state = 'completed')::integer AS completed,
  count(*) FILTER (WHERE state IN ('failed', 'discarded'))::integer AS failed,
  count(*) FILTER (WHERE attempt > 1)::integer AS retried,
  ${percentile(0.5, 'started_at - created_at')} AS "waitP50Ms", ${percentile(0.95, 'started_at - created_at')} AS "waitP95Ms",
  ${percentile(0.5, 'ended_at - started_at')} AS "runP50Ms", ${percentile(0.95, 'ended_at - started_at')} AS "runP95Ms"
FROM nightshift.jobs WHERE created_at > now() - $1 * interval '1 ms' GROUP BY name ORDER BY name`;
