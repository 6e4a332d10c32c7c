import { Domain } from '../src/domain/domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeSms } from './services/sms/make-sms.ts';

/** Sends SMS. */
export default defineWorker({
  queues: ['sms'],
  services: ({ config, database, log }) => makeSms(new Domain(database, { log }), config),
});
