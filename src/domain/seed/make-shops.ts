import type { Insertable } from 'kysely';
import type { ProductsTable } from '../products/products-table.ts';
import type { SellersTable } from '../sellers/sellers-table.ts';
import { type Goods, GOODS, QUALITIES, SUPPLIERS } from './goods.ts';
import type { Person } from './make-people.ts';
import { SHOP_KINDS, SHOP_WORDS } from './names.ts';
import { Random } from './random.ts';
import { DAY_MS, fromMs, type SeedPlan } from './seed-plan.ts';

/** A seller with what it sells. */
export interface Shop {
  readonly row: Insertable<SellersTable> & { readonly id: number; readonly currency: string };
  readonly products: readonly ShopProduct[];
  /** How much it sells, 1 on average. */
  readonly popularity: number;
}

export interface ShopProduct {
  readonly row: Insertable<ProductsTable> & { readonly id: number };
  readonly popularity: number;
  /** Until this instant it cost less. */
  readonly dearerSinceMs: number;
  readonly earlierPriceMinor: number;
}

/** Shops of the users who joined first, each with one to three categories and its share of the products. */
export function makeShops(plan: SeedPlan, people: readonly Person[]): readonly Shop[] {
  const random = new Random(plan.seed, 'shops');
  const perShop = plan.products / plan.sellers;
  const openedMs = fromMs(plan) - 30 * DAY_MS;
  return people.slice(0, plan.sellers).map(({ id: userId, place }, index) => {
    const row = {
      id: index + 1,
      user_id: userId,
      name: `${SHOP_WORDS[index % SHOP_WORDS.length]} ${random.pick(SHOP_KINDS)}`,
      country: place.country,
      currency: place.currency,
      time_zone: place.timeZone,
      commission_bps: random.pick([800, 1_000, 1_200, 1_500]),
      created_at: new Date(openedMs - random.int(0, 400) * DAY_MS).toISOString(),
    };
    const assortment = Array.from({ length: random.int(1, 3) }, () => random.pick(GOODS));
    const products = Array.from({ length: perShop }, (_, nth) =>
      makeProduct({ id: index * perShop + nth + 1, nth, row, goods: random.pick(assortment), plan, random }),
    );
    return { row, products, popularity: random.factor(0.7) };
  });
}

interface Circumstances {
  readonly id: number;
  /** Within the shop, from 0: the first ones sell best. */
  readonly nth: number;
  readonly row: Shop['row'];
  readonly goods: Goods;
  readonly plan: SeedPlan;
  readonly random: Random;
}

function makeProduct({ id, nth, row: seller, goods, plan, random }: Circumstances): ShopProduct {
  const thing = random.pick(goods.things);
  const price = Math.max(300, Math.round((goods.priceMinor * random.factor(0.45)) / 50) * 50 - 1);
  const isDearer = random.chance(0.3);
  const leadTime = random.int(2, 21);
  const created_at = new Date(fromMs(plan) - random.int(20, 300) * DAY_MS).toISOString();
  return {
    popularity: random.factor(0.4) / (nth + 1) ** 0.7,
    dearerSinceMs: isDearer ? fromMs(plan) + random.next() * plan.days * DAY_MS : 0,
    earlierPriceMinor: Math.round(price * 0.92),
    row: {
      id,
      seller_id: seller.id,
      sku: `${goods.category.slice(0, 3).toUpperCase()}-${String(id).padStart(5, '0')}`,
      name: `${random.pick(QUALITIES)} ${thing}`,
      description: `A ${thing} for ${goods.category} by ${seller.name}.`,
      category: goods.category,
      price_minor: price,
      cost_minor: Math.round(price * (0.42 + random.next() * 0.28)),
      currency: seller.currency,
      auto_reorder: random.chance(0.9),
      supplier: random.pick(SUPPLIERS),
      lead_time_days: leadTime,
      lead_time_spread_days: Math.round(leadTime * 2 * random.next()) / 10,
      service_level: random.pick([0.9, 0.95, 0.95, 0.98]),
      cover_days: random.pick([21, 30, 45]),
      created_at,
      updated_at: created_at,
    },
  };
}
