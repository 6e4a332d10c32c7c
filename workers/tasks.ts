import type { TaskServices } from '../jobs/tasks/services.ts';
import { openDomain } from '../src/domain/open-domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeTaskStore } from './services/tasks/task-store.ts';

/** Creates tasks, and tells people of theirs. */
export default defineWorker({
  queues: ['tasks', 'task_creation'],
  services: async ({ database, nightshift, log, kv }): Promise<TaskServices> => ({
    tasks: makeTaskStore(openDomain({ database, kv: await kv(), log })),
    within: (trx) => nightshift.within(trx),
  }),
});
