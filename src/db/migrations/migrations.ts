import type { Migration } from 'kysely';
import * as ledger from './0001-ledger.ts';
import * as recovery from './0002-recovery.ts';
import * as published from './0003-published.ts';
import * as closedJobs from './0004-closed-jobs.ts';
import * as turns from './0005-turns.ts';
import * as schedules from './0100-schedules.ts';
import * as users from './0300-users.ts';
import * as productsAndStock from './0301-products-and-stock.ts';
import * as orders from './0302-orders.ts';
import * as tasks from './0303-tasks.ts';
import * as behaviorEvents from './0304-behavior-events.ts';
import * as notifications from './0305-notifications.ts';
import * as images from './0306-images.ts';
import * as reportsAndFindings from './0307-reports-and-findings.ts';
import * as campaigns from './0308-campaigns.ts';
import * as knownTimeZones from './0309-known-time-zones.ts';
import * as messages from './0310-messages.ts';
import * as cache from './0400-cache.ts';
import * as sessions from './0410-sessions.ts';
import * as limits from './0411-limits.ts';
import * as activity from './0412-activity.ts';
import * as locks from './0420-locks.ts';
import * as channels from './0421-channels.ts';
import * as operators from './0500-operators.ts';
import * as api from './0510-api.ts';
import * as alerts from './0520-alerts.ts';

/**
 * Every migration by name, in the order of their numbers; forward only, and survivable by the code before and after.
 * 0001–0099 ledger, 0100– schedule, 0200– kv, 0300– domain, 0400– sessions, 0500– operators.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-ledger': ledger,
  '0002-recovery': recovery,
  '0003-published': published,
  '0004-closed-jobs': closedJobs,
  '0005-turns': turns,
  '0100-schedules': schedules,
  '0300-users': users,
  '0301-products-and-stock': productsAndStock,
  '0302-orders': orders,
  '0303-tasks': tasks,
  '0304-behavior-events': behaviorEvents,
  '0305-notifications': notifications,
  '0306-images': images,
  '0307-reports-and-findings': reportsAndFindings,
  '0308-campaigns': campaigns,
  '0309-known-time-zones': knownTimeZones,
  '0310-messages': messages,
  '0400-cache': cache,
  '0410-sessions': sessions,
  '0411-limits': limits,
  '0412-activity': activity,
  '0420-locks': locks,
  '0421-channels': channels,
  '0500-operators': operators,
  '0510-api': api,
  '0520-alerts': alerts,
};
