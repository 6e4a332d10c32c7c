import { rowsOf } from '../../db/rows-of.ts';
import type { Accepted, NewJob } from '../ledger.ts';
import type { Session } from '../session.ts';
import { ACCEPT, type AcceptAnswer, acceptStatement } from './accept-statement.ts';
import type { AcceptedRow } from './accepted-row.ts';
import { dropStaleKeys } from './drop-stale-keys.ts';
import { replacePayloads } from './replace-payloads.ts';

/** The relay looks at least this often by itself, in milliseconds; what is due later needs no waking. */
const RELAY_LOOKS_EVERY_MS = 1_000;

/** A job and its row; the answers come in the order given. */
export interface JobRow {
  readonly job: NewJob;
  readonly row: AcceptedRow;
}

/** Accepts jobs whose parents, if any, have been seen to. */
export async function acceptRows(session: Session, jobs: readonly JobRow[]): Promise<readonly Accepted[]> {
  const answers: Accepted[] = Array.from({ length: jobs.length });
  let rest = [...jobs.entries()];
  // Two jobs with one key, or one id, cannot go into the same statement: the second finds the first.
  while (rest.length > 0) {
    const { batch, later } = withoutRepeats(rest);
    const accepted = await acceptBatch(
      session,
      batch.map(([, job]) => job),
    );
    for (const [index, [position]] of batch.entries()) answers[position] = accepted[index] as Accepted; // one each
    rest = later;
  }
  return answers;
}

type Placed = [position: number, job: JobRow];

function withoutRepeats(jobs: readonly Placed[]): { batch: Placed[]; later: Placed[] } {
  const seen = new Set<string>();
  const batch: Placed[] = [];
  const later: Placed[] = [];
  for (const placed of jobs) {
    const { id, name, unique } = placed[1].job;
    const key = unique && JSON.stringify([name, unique.key]);
    const isRepeat = seen.has(id) || (key !== undefined && seen.has(key));
    (isRepeat ? later : batch).push(placed);
    seen.add(id);
    if (key !== undefined) seen.add(key);
  }
  return { batch, later };
}

async function acceptBatch(session: Session, jobs: readonly JobRow[]): Promise<readonly Accepted[]> {
  const kind = {
    hasKeys: jobs.some(({ job }) => job.unique),
    hasTurns: jobs.some(({ job }) => job.due.kind === 'turn'),
  };
  const values = [JSON.stringify(jobs.map(({ row }) => row)), jobs.some(({ row }) => isDueSoon(row))];
  const rows =
    kind.hasKeys || kind.hasTurns
      ? await rowsOf<AcceptAnswer>(session, acceptStatement(kind), values)
      : await ACCEPT.call(session, values);
  const byAsked = new Map(rows.map((row) => [row.asked, row]));
  const accepted = jobs.map(({ job }) => {
    const answer = byAsked.get(job.id);
    return { id: answer?.id ?? job.id, isDuplicate: !answer?.is_new };
  });
  await seeToDuplicates(session, jobs, accepted);
  return accepted;
}

async function seeToDuplicates(
  session: Session,
  jobs: readonly JobRow[],
  accepted: readonly Accepted[],
): Promise<void> {
  const keyed = jobs.flatMap(({ job }, index) => {
    const answer = accepted[index];
    return job.unique && answer?.isDuplicate ? [{ job, holder: answer.id }] : [];
  });
  const repeated = keyed.filter(({ job, holder }) => holder === job.id);
  if (repeated.length > 0)
    await dropStaleKeys(
      session,
      repeated.map(({ holder }) => holder),
    );
  const replaced = keyed.filter(
    ({ job, holder }) => holder !== job.id && job.unique?.onConflict === 'replace',
  );
  if (replaced.length > 0) await replacePayloads(session, replaced);
}

function isDueSoon({ due_ms: dueMs, due_at: dueAt }: AcceptedRow): boolean {
  if (dueAt === 'infinity') return false;
  // A clock that is wrong by less than that only costs the relay a look.
  if (dueAt) return dueAt.getTime() < Date.now() + 10 * RELAY_LOOKS_EVERY_MS;
  return dueMs !== undefined && dueMs <= RELAY_LOOKS_EVERY_MS;
}
