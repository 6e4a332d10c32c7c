import type { NewJob } from '../ledger.ts';
import type { Session } from '../session.ts';

/** Gives jobs that still wait the payload of the later job with their key; the claim hands it out. */
export async function replacePayloads(
  session: Session,
  replaced: readonly { readonly job: NewJob; readonly holder: string }[],
): Promise<void> {
  const rows = replaced.map(({ job, holder }) => ({
    id: holder,
    version: job.version,
    payload: job.payload,
  }));
  await session.query(
    `UPDATE nightshift.jobs AS j SET payload = g.payload, version = g.version, is_edited = true
     FROM json_to_recordset($1) AS g(id uuid, version integer, payload jsonb)
     WHERE j.id = g.id AND j.state = 'waiting'`,
    [JSON.stringify(rows)],
  );
}
