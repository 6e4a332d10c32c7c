import { rowsOf } from '../../db/rows-of.ts';
import { isEnded, type JobState } from '../../job/job-state.ts';
import { cancelChildren } from '../end/end-jobs.ts';
import type { Accepted, NewJob } from '../ledger.ts';
import { UnknownParentError } from '../ledger-errors.ts';
import type { Session } from '../session.ts';
import { acceptRows, type JobRow } from './accept-rows.ts';
import { layersOf } from './layers-of.ts';

/**
 * Accepts jobs of which some wait for others, from the parents down, in the transaction of the session. A parent's
 * row is locked while its children come to it, so that its record either sees them or is seen by them.
 */
export async function acceptFamily(session: Session, jobs: readonly JobRow[]): Promise<readonly Accepted[]> {
  const accepted = new Map<string, Accepted>();
  for (const layer of layersOf(
    jobs,
    ({ job }) => job.id,
    ({ job }) => parentsOf(job),
  )) {
    const children = layer.map(({ job, row }) => {
      // A parent that was a duplicate stands for the earlier job.
      const parents = parentsOf(job).map((id) => accepted.get(id)?.id ?? id);
      return { job, row, parents: [...new Set(parents)] };
    });
    await acceptLayer(session, children, accepted);
  }
  return jobs.map(({ job }) => accepted.get(job.id) as Accepted); // every job is in a layer
}

interface Child extends JobRow {
  readonly parents: readonly string[];
}

async function acceptLayer(
  session: Session,
  layer: readonly Child[],
  accepted: Map<string, Accepted>,
): Promise<void> {
  const states = await adoptChildren(session, [...new Set(layer.flatMap(({ parents }) => parents))]);
  const rows = layer.map(({ job, row, parents }) => {
    const pending = parents.filter((id) => stateOf(states, id) !== 'completed').length;
    if (parents.length === 0) return { job, row };
    const due = pending === 0 ? { due_at: undefined, due_ms: 0 } : {};
    return { job, row: { ...row, ...due, pending_parents: pending, has_parents: true } };
  });
  const answers = await acceptRows(session, rows);
  for (const [index, { job }] of layer.entries()) accepted.set(job.id, answers[index] as Accepted); // one each
  const fresh = layer.filter((_, index) => answers[index]?.isDuplicate === false);
  await linkParents(session, fresh);
  await cancelChildren(
    session,
    [...states].flatMap(([id, state]) => (isBroken(state) ? [id] : [])),
  );
}

/** Marks them as parents and gives their states; from here to the end of the transaction none of them can end. */
async function adoptChildren(session: Session, ids: readonly string[]): Promise<Map<string, JobState>> {
  if (ids.length === 0) return new Map();
  const rows = await rowsOf<{ id: string; state: JobState }>(
    session,
    `UPDATE nightshift.jobs SET has_children = true WHERE id IN (
       SELECT id FROM nightshift.jobs WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE)
     RETURNING id, state`,
    [ids],
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

function stateOf(states: ReadonlyMap<string, JobState>, id: string): JobState {
  const state = states.get(id);
  if (!state) throw new UnknownParentError(id);
  return state;
}

async function linkParents(session: Session, children: readonly Child[]): Promise<void> {
  const links = children.flatMap(({ job, parents }) =>
    parents.map((parent, position) => ({ child: job.id, parent, position })),
  );
  if (links.length === 0) return;
  await session.query(
    `INSERT INTO nightshift.job_parents (child, parent, position)
     SELECT child, parent, position FROM json_to_recordset($1) AS l(child uuid, parent uuid, position integer)`,
    [JSON.stringify(links)],
  );
}

/** Ended, and not as its children need it. */
function isBroken(state: JobState): boolean {
  return isEnded(state) && state !== 'completed';
}

function parentsOf({ due }: NewJob): readonly string[] {
  return due.kind === 'parents' ? due.ids : [];
}
