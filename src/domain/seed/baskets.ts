import type { Purchase } from './make-purchases.ts';
import type { Shop, ShopProduct } from './make-shops.ts';
import type { Random } from './random.ts';
import { categorySeason } from './season.ts';
import { DAY_MS } from './seed-plan.ts';
import { Weighted } from './weighted.ts';

export interface BasketItem {
  readonly product: ShopProduct;
  readonly quantity: number;
  readonly priceMinor: number;
  readonly discountMinor: number;
}

const HOW_MANY = new Weighted([52, 28, 13, 7]);
const QUANTITY = new Weighted([80, 13, 4, 2, 1]);
const WEEK_MS = 7 * DAY_MS;

/** Fills baskets in one shop: its popular products more often, and each category in its season. */
export class Baskets {
  readonly #products: readonly ShopProduct[];
  readonly #byWeek = new Map<number, Weighted>();

  constructor({ products }: Shop) {
    this.#products = products;
  }

  fill(random: Random, { placedMs, extravagance = 1 }: Purchase): readonly BasketItem[] {
    const wanted = Math.min(HOW_MANY.draw(random) + 1, this.#products.length);
    const chosen = new Set<ShopProduct>();
    const weights = this.#weightsOf(placedMs);
    for (let tries = 0; chosen.size < wanted && tries < 12; tries += 1) {
      const product = this.#products[weights.draw(random)];
      if (product) chosen.add(product);
    }
    return [...chosen].map((product) => item(product, { random, placedMs, extravagance }));
  }

  #weightsOf(placedMs: number): Weighted {
    const week = Math.floor(placedMs / WEEK_MS);
    const known = this.#byWeek.get(week);
    if (known) return known;
    const weights = this.#products.map(
      ({ popularity, row }) => popularity * categorySeason(row.category, week * WEEK_MS),
    );
    const weighted = new Weighted(weights);
    this.#byWeek.set(week, weighted);
    return weighted;
  }
}

interface Circumstances {
  readonly random: Random;
  readonly placedMs: number;
  readonly extravagance: number;
}

function item(product: ShopProduct, { random, placedMs, extravagance }: Circumstances): BasketItem {
  const priceMinor = placedMs < product.dearerSinceMs ? product.earlierPriceMinor : product.row.price_minor;
  const quantity = (QUANTITY.draw(random) + 1) * extravagance;
  const discountMinor = random.chance(0.08) ? Math.floor(quantity * priceMinor * 0.1) : 0;
  return { product, quantity, priceMinor, discountMinor };
}
