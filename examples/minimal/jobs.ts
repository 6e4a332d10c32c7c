import { completed, defineJob, type HandlerContext } from 'nightshift';
import { z } from 'zod';

/** What the worker gives to handlers; see worker.ts. */
export interface OrderServices {
  readonly receipts: { write(orderId: number, text: string): Promise<string> };
}

export const sendReceipt = defineJob({
  name: 'orders.send-receipt',
  queue: 'orders',
  payload: z.strictObject({ orderId: z.number().int(), item: z.string(), cents: z.number().int() }),
  run: async ({ orderId, item, cents }, { receipts, step }: HandlerContext<OrderServices>) => {
    const file = await step('write', () => receipts.write(orderId, `${item}: ${(cents / 100).toFixed(2)}`));
    return completed({ file });
  },
});
