import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed } from '../../src/job/outcome.ts';
import { sendNotification } from '../notifications/send-notification.ts';
import { wholeId } from '../whole-id.ts';
import { reorderPoint } from './reorder-point.ts';
import type { InventoryContext, PurchaseOrder, ReorderableProduct } from './services.ts';

const PAGE = 200;

/**
 * Orders products from their suppliers that are about to run out: one, or all that are reordered automatically. Each
 * is ordered when what is on hand and on order falls to its reorder point, and up to that and the demand of its cover
 * days; so one shortage is ordered once. The result is `{ checked, ordered, purchaseOrderIds }`.
 */
export const reorderAutomatically = defineJob({
  name: 'inventory.auto-reorder',
  queue: 'inventory',
  payload: z.strictObject({ productId: wholeId.optional() }),
  timeoutMs: 900_000,
  run: async ({ productId }, context: InventoryContext) => {
    const purchaseOrderIds: number[] = [];
    let checked = 0;
    let afterId = 0;
    for (;;) {
      const page = await context.inventory.findReorderable({ productId, afterId, limit: PAGE });
      for (const product of page) {
        context.signal.throwIfAborted();
        const ordered = await orderIfShort(product, context);
        if (ordered) purchaseOrderIds.push(ordered.id);
      }
      checked += page.length;
      context.progress({ checked, ordered: purchaseOrderIds.length });
      afterId = page.at(-1)?.productId ?? afterId;
      if (page.length < PAGE) break;
    }
    if (productId !== undefined && checked === 0)
      return cancel(`There is no product ${productId} that is sold and reordered automatically.`);
    const ordered = purchaseOrderIds.length;
    return completed({ checked, ordered, purchaseOrderIds: purchaseOrderIds.slice(0, 100) });
  },
});

async function orderIfShort(
  product: ReorderableProduct,
  { inventory, within }: InventoryContext,
): Promise<PurchaseOrder | undefined> {
  const { productId, productName, userId, onHand, onOrder, demandPerDay, coverDays } = product;
  const point = reorderPoint(product);
  // What nobody buys is not bought either.
  if (demandPerDay === 0 || onHand + onOrder > point) return undefined;
  const upTo = point + Math.ceil(demandPerDay * coverDays);
  return inventory.orderIfShort({ productId, reorderPoint: point, upTo }, async ({ id, quantity }, trx) => {
    const body = `${quantity} of ${productName} were ordered: ${onHand} are left, and ${point} should be when an order goes out.`;
    const data = { productId, title: productName, purchaseOrderId: id, quantity };
    await within(trx).enqueue(sendNotification, { userId, type: 'reordered', body, data });
  });
}
