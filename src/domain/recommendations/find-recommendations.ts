import type { DomainReader } from '../domain-tables.ts';
import type { RecommendationsTable } from './recommendations-table.ts';

/** A product to show to a user, and why. */
export interface RecommendedProduct {
  readonly productId: number;
  readonly name: string;
  readonly category: string;
  /** In the currency's smallest unit. */
  readonly priceMinor: number;
  readonly currency: string;
  readonly reason: RecommendationsTable['reason'];
  /** The product that led to it. */
  readonly becauseOf: number | null;
  readonly score: number;
  readonly madeAt: Date;
}

/** What is recommended to a user, best first, without what is sold no more. */
export function findRecommendations(
  reader: DomainReader,
  userId: number,
): Promise<readonly RecommendedProduct[]> {
  return reader
    .selectFrom('recommendations')
    .innerJoin('products', 'products.id', 'recommendations.product_id')
    .select(['product_id as productId', 'name', 'category', 'price_minor as priceMinor', 'currency'])
    .select(['reason', 'because_of as becauseOf', 'score', 'made_at as madeAt'])
    .where('user_id', '=', userId)
    .where('retired_at', 'is', null)
    .orderBy('position')
    .execute();
}
