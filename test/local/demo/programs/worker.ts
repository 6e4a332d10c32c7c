import { defineWorker } from '../../../../src/worker/define-worker.ts';

export default defineWorker({ queues: ['kept', 'flood'], services: () => ({}) });
