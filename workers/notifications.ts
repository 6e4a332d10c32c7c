import type { AlertServices } from '../jobs/alerts/services.ts';
import type { CampaignServices } from '../jobs/campaigns/services.ts';
import type { EmailServices } from '../jobs/email/services.ts';
import type { NotificationServices } from '../jobs/notifications/services.ts';
import type { PushServices } from '../jobs/push/services.ts';
import type { SmsServices } from '../jobs/sms/services.ts';
import { postWebhook } from '../src/alerts/post-webhook.ts';
import { openDomain } from '../src/domain/open-domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeCampaignStore } from './services/campaigns/campaign-store.ts';
import { makeMailer, type OwnedMailer } from './services/mailer/make-mailer.ts';
import { makeNotificationStore } from './services/notifications/notification-store.ts';
import { makePushProviders } from './services/push/make-push-providers.ts';
import { makePushDevices } from './services/push/push-devices.ts';
import { makeSms } from './services/sms/make-sms.ts';

type Services = NotificationServices &
  CampaignServices &
  EmailServices &
  SmsServices &
  PushServices &
  AlertServices;

/** Tells users what happened, over the channels that they allow. */
export default defineWorker({
  queues: [
    'notifications',
    'notifications.task_updates',
    'updates',
    'updates.task_updates',
    'push',
    'campaigns',
  ],
  services: async ({
    config,
    database,
    nightshift,
    log,
    kv,
  }): Promise<Services & { mailer: OwnedMailer }> => {
    const opened = await kv();
    const domain = openDomain({ database, kv: opened, log });
    return {
      notifications: makeNotificationStore(domain),
      campaigns: makeCampaignStore(domain, config),
      mailer: makeMailer(config),
      ...makeSms(domain, config),
      pushProviders: makePushProviders(config),
      pushDevices: makePushDevices(domain),
      publish: (channel, message) => opened.channels.publish(channel, message),
      within: (trx) => nightshift.within(trx),
      postAlert: (content, key) => postWebhook(config, content, key),
    };
  },
  close: ({ mailer }) => mailer.close(),
});
