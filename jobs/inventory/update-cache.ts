import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed } from '../../src/job/outcome.ts';
import { wholeId } from '../whole-id.ts';
import type { InventoryContext } from './services.ts';

const PAGE = 200;

/**
 * Reads stock anew into the cache: of a product, of all that a seller has, or of everything. Writes through the application
 * do so by themselves; this is for after an import or a correction past it. The result is `{ products }`.
 */
export const updateStockCache = defineJob({
  name: 'inventory.update-cache',
  queue: 'inventory',
  payload: z.strictObject({ productId: wholeId.optional(), sellerId: wholeId.optional() }),
  timeoutMs: 600_000,
  run: async (wanted, { inventory, signal, progress }: InventoryContext) => {
    let products = 0;
    let afterId = 0;
    for (;;) {
      const page = await inventory.findStocked({ ...wanted, afterId, limit: PAGE });
      for (const productId of page) {
        signal.throwIfAborted();
        await inventory.renewStock(productId);
      }
      products += page.length;
      progress({ products });
      afterId = page.at(-1) ?? afterId;
      if (page.length < PAGE) break;
    }
    const { productId } = wanted;
    if (productId !== undefined && products === 0) return cancel(`Product ${productId} has no stock level.`);
    return completed({ products });
  },
});
