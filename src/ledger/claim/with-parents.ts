import { rowsOf } from '../../db/rows-of.ts';
import type { ParentResult } from '../../job/handler-context.ts';
import type { Json } from '../../job/json.ts';
import type { ClaimAnswer } from '../ledger.ts';
import type { Session } from '../session.ts';
import type { ParentlessAnswer } from './claimed-row.ts';

/** Adds the results of the jobs that the claimed ones waited for, in the order in which they were given. */
export async function withParents(
  session: Session,
  answers: readonly ParentlessAnswer[],
): Promise<readonly ClaimAnswer[]> {
  const ids = answers.flatMap((answer) =>
    answer.kind === 'claimed' && answer.hasParents ? [answer.fence.id] : [],
  );
  if (ids.length === 0) return answers;
  const parents = await readParents(session, ids);
  return answers.map((answer) =>
    answer.kind === 'claimed' && answer.hasParents
      ? { ...answer, parents: parents.get(answer.fence.id) ?? [] }
      : answer,
  );
}

async function readParents(
  session: Session,
  children: readonly string[],
): Promise<ReadonlyMap<string, readonly ParentResult[]>> {
  const rows = await rowsOf<ParentRow>(
    session,
    `SELECT p.child, j.id, j.name, j.result, j.result IS NULL AS is_void FROM nightshift.job_parents AS p
     JOIN nightshift.jobs AS j ON j.id = p.parent
     WHERE p.child = ANY($1::uuid[]) ORDER BY p.child, p.position`,
    [children],
  );
  const parents = new Map<string, ParentResult[]>(children.map((child) => [child, []]));
  for (const { child, id, name, result, is_void: isVoid } of rows) {
    parents.get(child)?.push({ id, name, result: isVoid ? undefined : result });
  }
  return parents;
}

interface ParentRow {
  readonly child: string;
  readonly id: string;
  readonly name: string;
  readonly result: Json;
  readonly is_void: boolean;
}
