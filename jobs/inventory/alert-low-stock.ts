import { z } from 'zod';
import type { LedgerTransaction } from '../../src/job/handler-context.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { sendNotification } from '../notifications/send-notification.ts';
import { wholeId } from '../whole-id.ts';
import type { InventoryContext, LowStockAlert } from './services.ts';

const PAGE = 200;

/**
 * Tells sellers of products whose stock has fallen to their threshold: one product, or all. A drop is told once, and
 * the next one only after the stock has been above the threshold in between. The result is `{ raised, productIds }`.
 */
export const alertLowStock = defineJob({
  name: 'inventory.low-stock-alert',
  queue: 'inventory',
  payload: z.strictObject({ productId: wholeId.optional() }),
  timeoutMs: 300_000,
  run: async ({ productId }, { inventory, within, signal }: InventoryContext) => {
    const tell = async (alerts: readonly LowStockAlert[], trx: LedgerTransaction): Promise<void> => {
      for (const alert of alerts) await within(trx).enqueue(sendNotification, notificationOf(alert));
    };
    const raised: number[] = [];
    for (let more = true; more; ) {
      signal.throwIfAborted();
      const alerts = await inventory.raiseAlerts({ productId, limit: PAGE }, tell);
      raised.push(...alerts.map((alert) => alert.productId));
      more = alerts.length === PAGE;
    }
    return completed({ raised: raised.length, productIds: raised.slice(0, 100) });
  },
});

function notificationOf({ userId, productId, productName, sku, onHand, threshold }: LowStockAlert) {
  return {
    userId,
    type: 'low-stock',
    body: `${productName} (${sku}) is down to ${onHand}; its threshold is ${threshold}.`,
    data: { productId, title: productName, onHand, threshold },
  };
}
