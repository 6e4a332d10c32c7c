import type { IQueueBackend } from 'bullmq';
import type { MarkerStore } from './memory-watch.ts';
import { newJobJson } from './wire.ts';

/** Markers in PostgreSQL: jobs of a queue that nobody works on, named after the queues beside which they stand. */
export function postgresMarkerStore(backend: IQueueBackend): MarkerStore {
  return {
    read: async (queue) => (await backend.getJobData(queue))?.name,
    create: async (queue, marker) => {
      await backend.addJob(newJobJson(queue, { name: marker, data: '{}', opts: {} }), queue);
    },
    replace: async (queue, marker) => {
      await backend.remove(queue, false);
      await backend.addJob(newJobJson(queue, { name: marker, data: '{}', opts: {} }), queue);
    },
  };
}
