import type { Migration } from 'kysely';
import * as ledger from './0001-ledger.ts';
import * as schedules from './0100-schedules.ts';

/**
 * Every migration by name, in the order of their numbers; forward only, and survivable by the code before and after.
 * 0001–0099 ledger, 0100– schedule, 0200– kv, 0300– domain, 0400– operators.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-ledger': ledger,
  '0100-schedules': schedules,
};
