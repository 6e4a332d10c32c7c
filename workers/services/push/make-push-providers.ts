import type { PushServices } from '../../../jobs/push/services.ts';
import type { Config } from '../../../src/config/load-config.ts';
import { OutboxPush } from './outbox-push.ts';
import { WebPush } from './web-push.ts';

/** The push services that the configuration asks for: browsers' by VAPID, or else the local outbox for every device. */
export function makePushProviders({
  push,
  dataFolder,
}: Pick<Config, 'push' | 'dataFolder'>): PushServices['pushProviders'] {
  if (push) return { 'web-push': new WebPush({ keys: push }) };
  const outbox = new OutboxPush(dataFolder);
  return { 'web-push': outbox, fcm: outbox, apns: outbox };
}
