import type { Database } from '../../db/database.ts';

/** Removes what small tables remember of jobs that no longer exist, and of workers that left a month ago. */
export async function forgetTheGone(database: Database): Promise<void> {
  for (const statement of STATEMENTS) await database.query(statement);
}

const STATEMENTS = [
  `DELETE FROM nightshift.job_keys AS k WHERE k.held_until <= now()
     OR k.held_until IS NULL AND NOT EXISTS (
       SELECT FROM nightshift.jobs AS j WHERE j.id = k.job_id AND j.state IN ('waiting', 'active'))`,
  `DELETE FROM nightshift.job_parents AS p WHERE NOT EXISTS (SELECT FROM nightshift.jobs AS j WHERE j.id = p.child)`,
  `DELETE FROM nightshift.workers WHERE beat_at < now() - interval '30 days'`,
  `DELETE FROM nightshift.recoveries WHERE at < now() - interval '90 days'`,
  `DELETE FROM nightshift.queue_cancellations WHERE last_at < now() - interval '1 day'`,
];
