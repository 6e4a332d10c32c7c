import { defineWorker } from '../src/worker/define-worker.ts';
import { makeMailer } from './services/mailer/make-mailer.ts';

/** Sends mails. */
export default defineWorker({
  queues: ['email', 'email_notifications'],
  services: ({ config }) => ({ mailer: makeMailer(config) }),
  close: ({ mailer }) => mailer.close(),
});
