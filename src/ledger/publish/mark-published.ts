import { defineRoutine } from '../../db/routine.ts';
import type { Session } from '../session.ts';

interface Numbered {
  readonly id: string;
  readonly publication: number;
}

/**
 * Moves rows from the outbox to what brokers hold. A late mark of one publication must not delete the row of the next,
 * so they are named by both numbers; and where the row is gone the job has ended, or waits again, so nothing is moved.
 */
export async function markPublished(session: Session, published: readonly Numbered[]): Promise<void> {
  if (published.length === 0) return;
  await MARK_PUBLISHED.call(session, [
    published.map(({ id }) => id),
    published.map(({ publication }) => publication),
  ]);
}

export const MARK_PUBLISHED = defineRoutine<{ readonly moved: string }>({
  name: 'mark_published',
  takes: ['uuid[]', 'integer[]'],
  returns: 'moved bigint',
  body: `
WITH unboxed AS (
  DELETE FROM nightshift.outbox AS o USING unnest($1, $2) AS p(id, publication)
  WHERE o.id = p.id AND o.publication = p.publication
  RETURNING o.id, o.queue, o.turn_name
), moved AS (
  INSERT INTO nightshift.published AS p (id, queue, turn_name) SELECT id, queue, turn_name FROM unboxed
  ON CONFLICT (id) DO UPDATE SET published_at = clock_timestamp(), turn_name = coalesce(excluded.turn_name, p.turn_name)
  RETURNING id
)
SELECT count(*) FROM moved`,
});
