import type { Session } from '../session.ts';

/** An id that was enqueued again after its job had ended has just taken a key that nobody would ever release. */
export async function dropStaleKeys(session: Session, ids: readonly string[]): Promise<void> {
  await session.query(
    `DELETE FROM nightshift.job_keys AS k USING nightshift.jobs AS j
     WHERE k.job_id = ANY($1::uuid[]) AND k.held_until IS NULL AND j.id = k.job_id
       AND j.state NOT IN ('waiting', 'active')`,
    [ids],
  );
}
