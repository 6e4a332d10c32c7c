import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../../ledger/session.ts';
import type { DueRow } from './due-row.ts';

/** Of the last jobs of these schedules, the ids of those that have not ended. Asks only where an overlap matters. */
export async function findRunning(session: Session, rows: readonly DueRow[]): Promise<ReadonlySet<string>> {
  const asked = rows.flatMap(({ definition, lastJobId }) =>
    definition.overlap === 'allow' || lastJobId === null ? [] : [lastJobId],
  );
  if (asked.length === 0) return new Set();
  const running = await rowsOf<{ id: string }>(
    session,
    `SELECT id FROM nightshift.jobs WHERE id = ANY($1) AND state IN ('waiting', 'active')`,
    [asked],
  );
  return new Set(running.map(({ id }) => id));
}

/** Of these schedules, the names of those whose last jobs to end have failed, as many in a row as they allow. */
export async function findFailing(session: Session, rows: readonly DueRow[]): Promise<ReadonlySet<string>> {
  const asked = rows.flatMap(({ name, definition: { pauseAfterFailures: failures } }) =>
    failures === undefined ? [] : [{ name, failures }],
  );
  if (asked.length === 0) return new Set();
  const failing = await rowsOf<{ name: string }>(
    session,
    `SELECT asked.name FROM json_to_recordset($1) AS asked(name text, failures integer)
     JOIN nightshift.schedules s USING (name)
     WHERE asked.failures = (
       SELECT count(*) FILTER (WHERE state IN ('failed', 'discarded')) FROM (
         SELECT j.state FROM nightshift.schedule_due d JOIN nightshift.jobs j ON j.id = d.job_id
         WHERE d.schedule = asked.name AND d.decided_at >= s.failures_since AND j.state NOT IN ('waiting', 'active')
         ORDER BY d.due_at DESC LIMIT asked.failures) AS last)`,
    [JSON.stringify(asked)],
  );
  return new Set(failing.map(({ name }) => name));
}
