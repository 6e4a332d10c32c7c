import type { Session } from '../session.ts';

interface Numbered {
  readonly id: string;
  readonly publication: number;
}

/** A late mark of one publication must not delete the row of the next, so rows are named by both numbers. */
export async function markPublished(session: Session, published: readonly Numbered[]): Promise<void> {
  if (published.length === 0) return;
  await session.query(
    `DELETE FROM nightshift.outbox AS o USING unnest($1::uuid[], $2::integer[]) AS p(id, publication)
     WHERE o.id = p.id AND o.publication = p.publication`,
    [published.map(({ id }) => id), published.map(({ publication }) => publication)],
  );
}
