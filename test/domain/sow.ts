import type { Insertable } from 'kysely';
import type { Domain } from '../../src/domain/domain.ts';
import { moveStock } from '../../src/domain/inventory/move-stock.ts';
import type { ProductsTable } from '../../src/domain/products/products-table.ts';
import type { SellersTable } from '../../src/domain/sellers/sellers-table.ts';
import { createUser, type NewUser } from '../../src/domain/users/create-user.ts';

let made = 0;

/** A user of no importance, with what the test cares about. */
export async function sowUser(domain: Domain, fields: Partial<NewUser> = {}): Promise<number> {
  const name = `user${(made += 1)}`;
  const user = { username: name, email: `${name}@example.com`, name, ...fields };
  return (await domain.write((writing) => createUser(writing, user))).id;
}

export async function sowSeller(
  domain: Domain,
  fields: Partial<Insertable<SellersTable>> = {},
): Promise<number> {
  const userId = fields.user_id ?? (await sowUser(domain));
  const { id } = await domain.write(({ trx }) =>
    trx
      .insertInto('sellers')
      .values({ name: `Shop ${(made += 1)}`, ...fields, user_id: userId })
      .returning('id')
      .executeTakeFirstOrThrow(),
  );
  return id;
}

/** A product with a stock; without a seller of the test's own it gets a new one. */
export async function sowProduct(
  domain: Domain,
  { onHand = 0, ...fields }: Partial<Insertable<ProductsTable>> & { readonly onHand?: number } = {},
): Promise<number> {
  const sellerId = fields.seller_id ?? (await sowSeller(domain));
  return domain.write(async (writing) => {
    const sku = `SKU-${(made += 1)}`;
    const product = { name: sku, category: 'tools', price_minor: 1_000, cost_minor: 600, ...fields };
    const { id } = await writing.trx
      .insertInto('products')
      .values({ sku, ...product, seller_id: sellerId })
      .returning('id')
      .executeTakeFirstOrThrow();
    await writing.trx.insertInto('stock_levels').values({ product_id: id, on_hand: 0 }).execute();
    if (onHand > 0) await moveStock(writing, [{ productId: id, quantity: onHand }], { kind: 'initial' });
    return id;
  });
}
