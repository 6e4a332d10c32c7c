import type { Database } from '../db/database.ts';
import type { Kv } from '../kv/kv.ts';
import type { Log } from '../telemetry/log.ts';
import { recordActivity } from './activity/record-activity.ts';
import { forgetOnChange } from './caches/forget-on-change.ts';
import { Domain } from './domain.ts';
import { announceNotifications } from './notifications/announce-notifications.ts';
import { announceTasks } from './tasks/announce-tasks.ts';
import { endSessionsOnChange } from './users/end-sessions-on-change.ts';

export interface OpenDomainOptions {
  readonly database: Database;
  readonly kv: Pick<Kv, 'sessions' | 'activity' | 'cache' | 'channels'>;
  readonly log: Log;
}

/** The sample application with all that has to hear of its writes: sessions that end with them, what users did, caches, and who watches. */
export function openDomain({ database, kv, log }: OpenDomainOptions): Domain {
  return new Domain(database, {
    log,
    // Suggestions are made of what was recorded, and whoever hears of a change reads what is cached.
    onChange: [
      endSessionsOnChange(kv.sessions),
      recordActivity(kv.activity),
      forgetOnChange(kv.cache),
      announceNotifications(kv.channels),
      announceTasks(kv.channels),
    ],
  });
}
