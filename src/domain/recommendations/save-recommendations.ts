import type { Writing } from '../writing.ts';

export interface NewRecommendation {
  readonly userId: number;
  readonly productId: number;
  readonly position: number;
  readonly score: number;
  readonly reason: 'bought-together' | 'viewed-together' | 'interest' | 'popular';
  readonly becauseOf: number | null;
}

const BATCH = 1_000;

/** Replaces what is recommended to these users. */
export async function saveRecommendations(
  writing: Writing,
  userIds: readonly number[],
  rows: readonly NewRecommendation[],
): Promise<void> {
  const { trx } = writing;
  if (userIds.length === 0) return;
  await trx.deleteFrom('recommendations').where('user_id', 'in', userIds).execute();
  for (let at = 0; at < rows.length; at += BATCH)
    await trx
      .insertInto('recommendations')
      .values(
        rows.slice(at, at + BATCH).map(({ userId, productId, position, score, reason, becauseOf }) => ({
          user_id: userId,
          product_id: productId,
          position,
          score,
          reason,
          because_of: becauseOf,
        })),
      )
      .execute();
  for (const userId of userIds) writing.changed({ kind: 'recommendations-made', userId });
}
