import type { VisibleJobState } from '../../job/job-state.ts';
import type { JobQuery } from './job-query.ts';

/** Where a search reads the jobs `j` from, in an order that an index has. */
export interface Source {
  readonly from: string;
  /** The column that says which queue, in the table that is read first. */
  readonly queue: string;
  readonly order: string;
  /** The place of a row in this order, for the values $n (when it was created) and $n+1 (its id). */
  readonly beyond: (at: number) => string;
}

/**
 * Open jobs are few beside those that ended, and no index names a state: they are found by their rows in the outbox
 * or among what brokers hold. Their order is that of their ids, which begin with the time.
 */
export function sourceOf({ states = [], waitFor }: JobQuery): Source {
  if (waitFor !== undefined) return openJobs(waitFor === 'turn' ? WAITING : 'nightshift.outbox');
  if (areAll(states, ['waiting'])) return openJobs('nightshift.outbox');
  if (areAll(states, ['published', 'active'])) return openJobs('nightshift.published');
  return {
    from: 'nightshift.jobs AS j',
    queue: 'j.queue',
    order: 'j.created_at DESC, j.id DESC',
    beyond: (at) => `(j.created_at, j.id) < ($${at}::timestamptz, $${at + 1}::uuid)`,
  };
}

/** What is due may be in the outbox or with a broker, and for a moment in both. */
const WAITING = `(SELECT id, queue FROM nightshift.outbox UNION ALL SELECT id, queue FROM nightshift.published AS p
  WHERE NOT EXISTS (SELECT FROM nightshift.outbox WHERE outbox.id = p.id))`;

/** OFFSET 0 keeps the planner from reading all jobs for the sake of a few. */
function openJobs(table: string): Source {
  return {
    from: `${table} AS open CROSS JOIN LATERAL (
      SELECT * FROM nightshift.jobs WHERE jobs.id = open.id OFFSET 0) AS j`,
    queue: 'open.queue',
    order: 'open.id DESC',
    beyond: (at) => `open.id < $${at + 1}::uuid AND $${at}::timestamptz IS NOT NULL`,
  };
}

function areAll(states: readonly VisibleJobState[], these: readonly VisibleJobState[]): boolean {
  return states.length > 0 && states.every((state) => these.includes(state));
}
