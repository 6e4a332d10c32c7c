import { rowsOf } from '../../db/rows-of.ts';
import { CHANNELS } from '../channels.ts';
import type { Session } from '../session.ts';

/** Which rows recovery looks at. */
export interface RecoveryScope {
  readonly queue: string;
  /** Only jobs that were published longer ago than this, in milliseconds. Default 0. */
  readonly olderThanMs?: number;
}

/**
 * Has published jobs sent again, under the same publication: where the broker still has the first message, the claims
 * of the two tell them apart. Gives how many.
 */
export async function repeatPublished(
  session: Session,
  { queue, olderThanMs = 0 }: RecoveryScope,
): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(session, REPEAT, [queue, olderThanMs]);
  return row?.count ?? 0;
}

const REPEAT = `
WITH repeated AS (
  INSERT INTO nightshift.outbox (id, publication, queue, due_at, is_repeat)
  SELECT j.id, j.publication, j.queue, now(), true
  FROM nightshift.published AS p JOIN nightshift.jobs AS j ON j.id = p.id
  WHERE p.queue = $1 AND p.published_at <= now() - $2::float8 * interval '1 ms' AND j.state = 'waiting'
  ON CONFLICT (id) DO NOTHING
  RETURNING id
)
SELECT count(*)::integer AS count, (SELECT pg_notify('${CHANNELS.due}', '')) FROM repeated`;
