import type { TaskServices } from '../jobs/tasks/services.ts';
import { Domain } from '../src/domain/domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeTaskStore } from './services/tasks/task-store.ts';

/** Creates tasks, and tells people of theirs. */
export default defineWorker({
  queues: ['tasks', 'task_creation'],
  services: ({ database, nightshift, log }): TaskServices => ({
    tasks: makeTaskStore(new Domain(database, { log })),
    within: (trx) => nightshift.within(trx),
  }),
});
