import type { NotificationServices } from '../jobs/notifications/services.ts';
import type { PushServices } from '../jobs/push/services.ts';
import { Domain } from '../src/domain/domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeNotificationStore } from './services/notifications/notification-store.ts';
import { makePushProviders } from './services/push/make-push-providers.ts';
import { makePushDevices } from './services/push/push-devices.ts';

/** Tells users what happened. */
export default defineWorker({
  queues: [
    'notifications',
    'notifications.task_updates',
    'updates',
    'updates.task_updates',
    'push',
    'campaigns',
  ],
  services: ({ config, database, nightshift, log }): NotificationServices & PushServices => {
    const domain = new Domain(database, { log });
    return {
      notifications: makeNotificationStore(domain),
      pushProviders: makePushProviders(config),
      pushDevices: makePushDevices(domain),
      within: (trx) => nightshift.within(trx),
    };
  },
});
