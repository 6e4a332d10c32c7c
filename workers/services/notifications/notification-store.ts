import type { NotificationStore } from '../../../jobs/notifications/services.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { markChannel } from '../../../src/domain/notifications/mark-channel.ts';
import { openNotification } from '../../../src/domain/notifications/open-notification.ts';
import { recordNotification } from '../../../src/domain/notifications/record-notification.ts';
import { permanentWhenRefused } from '../domain/permanent-when-refused.ts';

/** Keeps notifications in the tables of the sample application. */
export function makeNotificationStore(domain: Domain): NotificationStore {
  return {
    record: (transaction, notification, then) =>
      permanentWhenRefused(
        domain.writeWith(transaction, async (writing) =>
          then(await recordNotification(writing, notification), writing.ledgerTransaction),
        ),
      ),
    open: (part, jobId) => domain.write((writing) => openNotification(writing, part, jobId)),
    mark: async (part, news) => {
      await domain.write((writing) => markChannel(writing, part, news));
    },
  };
}
