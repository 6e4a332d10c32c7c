import { sql, type UpdateObject } from 'kysely';
import { endSessions } from '../../kv/sessions/end-sessions.ts';
import type { UserChange } from '../domain-change.ts';
import type { DomainTables } from '../domain-tables.ts';
import type { Writing } from '../writing.ts';
import { lockUser } from './lock-user.ts';
import { translateUserError } from './translate-user-error.ts';
import { USER_COLUMNS, type User } from './user.ts';
import { type UserFields, userColumns } from './user-fields.ts';
import type { Tier } from './users-table.ts';

/** Changes what a user says of itself. @throws NotFoundError, TakenError, InvalidWriteError */
export function updateUser(writing: Writing, userId: number, fields: UserFields): Promise<User> {
  return change(writing, userId, { kind: 'user-updated', columns: userColumns(fields) });
}

/** Allows marketing or not; the instant of the first yes is kept until a no. @throws NotFoundError */
export function setMarketingConsent(writing: Writing, userId: number, isAllowed: boolean): Promise<User> {
  const mark = isAllowed ? sql<Date>`coalesce(marketing_consent_at, now())` : null;
  return change(writing, userId, { kind: 'user-updated', columns: { marketing_consent_at: mark } });
}

/** Takes the hash of a new password; sessions that began before are over. @throws NotFoundError */
export async function changePassword(writing: Writing, userId: number, passwordHash: string): Promise<User> {
  const columns = { password_hash: passwordHash, password_changed_at: sql<Date>`now()` };
  const user = await change(writing, userId, { kind: 'user-password-changed', columns });
  await endSessions(writing.ledgerTransaction, userId);
  return user;
}

/** Gives a user another role; sessions that began before are over. @throws NotFoundError */
export async function changeRole(writing: Writing, userId: number, role: 'user' | 'admin'): Promise<User> {
  const columns = { role, role_changed_at: sql<Date>`now()` };
  const user = await change(writing, userId, { kind: 'user-role-changed', columns });
  await endSessions(writing.ledgerTransaction, userId);
  return user;
}

export interface Subscription {
  readonly tier: Tier;
  /** A month. Default 0. */
  readonly priceMinor?: number;
  /** Default EUR. */
  readonly currency?: string;
}

/** Ends the user's subscription and begins another; basic begins none. @throws NotFoundError */
export async function changeTier(writing: Writing, userId: number, given: Subscription): Promise<User> {
  const { tier, priceMinor = 0, currency = 'EUR' } = given;
  const user = await change(writing, userId, { kind: 'user-tier-changed', columns: { tier } });
  await writing.trx
    .updateTable('subscriptions')
    .set({ ended_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .execute();
  if (tier !== 'basic')
    await writing.trx
      .insertInto('subscriptions')
      .values({ user_id: userId, tier, price_minor: priceMinor, currency })
      .execute();
  return user;
}

interface Change {
  readonly kind: UserChange['kind'];
  readonly columns: UpdateObject<DomainTables, 'users'>;
}

async function change(writing: Writing, userId: number, { kind, columns }: Change): Promise<User> {
  const before = await lockUser(writing, userId);
  const after = await writing.trx
    .updateTable('users')
    .set({ ...columns, updated_at: sql<Date>`now()` })
    .where('id', '=', userId)
    .returning(USER_COLUMNS)
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => Promise.reject(translateUserError(error)));
  const usernames = [...new Set([before.username, after.username])];
  const emails = [...new Set([before.email, after.email])];
  writing.changed({ kind, userId, usernames, emails });
  return after;
}
