import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineWorker } from 'nightshift/worker';
import type { OrderServices } from './jobs.ts';

export const worker = defineWorker<OrderServices>({
  queues: ['orders'],
  services: async ({ config }) => {
    const folder = join(config.dataFolder, 'receipts');
    await mkdir(folder, { recursive: true });
    return {
      receipts: {
        write: async (orderId, text) => {
          const file = join(folder, `${orderId}.txt`);
          await writeFile(file, text);
          return file;
        },
      },
    };
  },
});
