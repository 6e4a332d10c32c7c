import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';

/** Jobs of one queue that stand in one line, because whatever lets one of them go lets go any of them. */
export interface Line {
  readonly turnKey: string;
  readonly name: string;
  readonly limitKey: string;
}

/** How many lines a round looks at; with more of them rounds go on where the last one ended. */
const MAX_LINES = 500;
const BEFORE_ALL: Line = { turnKey: '', name: '', limitKey: '' };

export interface FoundLines {
  /** In the order of their keys, beginning behind the one that was given, and round. */
  readonly lines: readonly Line[];
  readonly isAll: boolean;
}

export async function findLines(
  session: Session,
  queue: string,
  after: Line | undefined,
): Promise<FoundLines> {
  const behind = await linesAfter(session, queue, after ?? BEFORE_ALL);
  if (!after || behind.length === MAX_LINES) return { lines: behind, isAll: behind.length < MAX_LINES };
  const seen = new Set(behind.map(keyOf));
  const round = (await linesAfter(session, queue, BEFORE_ALL)).filter((line) => !seen.has(keyOf(line)));
  const lines = [...behind, ...round];
  return { lines: lines.slice(0, MAX_LINES), isAll: lines.length < MAX_LINES };
}

function keyOf({ turnKey, name, limitKey }: Line): string {
  return JSON.stringify([turnKey, name, limitKey]);
}

function linesAfter(session: Session, queue: string, after: Line): Promise<readonly Line[]> {
  return rowsOf<Line>(session, LINES, [queue, after.turnKey, after.name, after.limitKey, MAX_LINES]);
}

// A loose index scan: one step from line to line, however many jobs stand in each.
const LINES = `
WITH RECURSIVE lines AS (
  (SELECT turn_key, turn_name, limit_key FROM nightshift.outbox
   WHERE queue = $1 AND turn_rank IS NOT NULL AND (turn_key, turn_name, limit_key) > ($2, $3, $4)
   ORDER BY queue, turn_key, turn_name, limit_key LIMIT 1)
  UNION ALL
  SELECT next.* FROM lines CROSS JOIN LATERAL (
    SELECT o.turn_key, o.turn_name, o.limit_key FROM nightshift.outbox AS o
    WHERE o.queue = $1 AND o.turn_rank IS NOT NULL
      AND (o.turn_key, o.turn_name, o.limit_key) > (lines.turn_key, lines.turn_name, lines.limit_key)
    ORDER BY o.queue, o.turn_key, o.turn_name, o.limit_key LIMIT 1
  ) AS next
)
SELECT turn_key AS "turnKey", turn_name AS name, limit_key AS "limitKey" FROM lines LIMIT $5`;
