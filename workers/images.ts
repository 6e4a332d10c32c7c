import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import type { ImageServices } from '../jobs/images/services.ts';
import { openDomain } from '../src/domain/open-domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { openMedia } from '../src/media/open-media.ts';
import { makeImageRecords } from './services/images/image-records.ts';
import { makeImageWorkshop } from './services/images/image-workshop.ts';

/** Attempts times threads of each are never more than there are cores. */
const CONCURRENCY = Math.max(1, Math.min(2, availableParallelism()));

/** Makes pictures smaller, and says what is wrong with them. */
export default defineWorker({
  queues: ['images'],
  concurrency: CONCURRENCY,
  services: async ({ config, database, log, kv }): Promise<ImageServices> => {
    sharp.concurrency(Math.max(1, Math.floor(availableParallelism() / CONCURRENCY)));
    const media = openMedia(config);
    const records = makeImageRecords(openDomain({ database, kv: await kv(), log }));
    return { images: makeImageWorkshop({ media, records, limits: config.images }) };
  },
});
