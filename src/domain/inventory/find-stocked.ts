import type { DomainReader } from '../domain-tables.ts';

export interface StockedPage {
  readonly productId?: number | undefined;
  readonly sellerId?: number | undefined;
  /** Only products with a higher id. */
  readonly afterId: number;
  readonly limit: number;
}

/** Ids of products with a stock level, in order: one, those of a seller, or all. */
export async function findStocked(
  reader: DomainReader,
  { productId, sellerId, afterId, limit }: StockedPage,
): Promise<readonly number[]> {
  let query = reader
    .selectFrom('stock_levels')
    .innerJoin('products', 'products.id', 'product_id')
    .select('product_id as id')
    .where('product_id', '>', afterId);
  if (productId !== undefined) query = query.where('product_id', '=', productId);
  if (sellerId !== undefined) query = query.where('seller_id', '=', sellerId);
  const rows = await query.orderBy('product_id').limit(limit).execute();
  return rows.map(({ id }) => id);
}
