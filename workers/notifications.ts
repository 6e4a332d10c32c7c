import type { NotificationServices } from '../jobs/notifications/services.ts';
import { Domain } from '../src/domain/domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeNotificationStore } from './services/notifications/notification-store.ts';

/** Tells users what happened. */
export default defineWorker({
  queues: ['notifications', 'notifications.task_updates', 'updates', 'updates.task_updates', 'campaigns'],
  services: ({ database, nightshift, log }): NotificationServices => ({
    notifications: makeNotificationStore(new Domain(database, { log })),
    within: (trx) => nightshift.within(trx),
  }),
});
