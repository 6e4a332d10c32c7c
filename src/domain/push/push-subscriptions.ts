import { sql } from 'kysely';
import { InvalidWriteError } from '../domain-errors.ts';
import type { DomainReader } from '../domain-tables.ts';
import { refuseMissingUser } from '../users/refuse-missing-user.ts';
import type { Writing } from '../writing.ts';

/** What a browser's `PushSubscription` holds, or the token of an installed application. */
export interface NewPushSubscription {
  readonly userId: number;
  /** Default `web-push`. */
  readonly provider?: 'web-push' | 'fcm' | 'apns';
  readonly endpoint: string;
  /** Both of `web-push`, in base64url. */
  readonly p256dh?: string;
  readonly auth?: string;
  readonly userAgent?: string;
  readonly expiresAt?: Date;
}

/** A row as whoever sends needs it. */
export interface Device {
  readonly id: number;
  readonly provider: 'web-push' | 'fcm' | 'apns';
  readonly endpoint: string;
  readonly p256dh: string | null;
  readonly auth: string | null;
}

/** Devices of one user that get messages: nobody has more in use. */
const MOST_DEVICES = 20;

/**
 * Keeps a device that a user may be reached on, whoever had it before; a browser that subscribes anew brings new keys.
 *
 * @throws NotFoundError when there is no such user, InvalidWriteError for what no push service could take
 */
export async function savePushSubscription(
  writing: Writing,
  given: NewPushSubscription,
): Promise<{ readonly id: number }> {
  const { userId, provider = 'web-push', endpoint, p256dh, auth, userAgent, expiresAt } = given;
  if (provider === 'web-push') refuseUnusable(given);
  await refuseMissingUser(writing, userId);
  const kept = { user_id: userId, provider, p256dh: p256dh ?? null, auth: auth ?? null };
  const about = { user_agent: userAgent?.slice(0, 500) ?? null, expires_at: expiresAt ?? null };
  return writing.trx
    .insertInto('push_subscriptions')
    .values({ endpoint, ...kept, ...about })
    .onConflict((conflict) => conflict.column('endpoint').doUpdateSet({ ...kept, ...about }))
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** Forgets a device of a user's; nothing happens when it is not there. */
export async function removePushSubscription(
  { trx }: Writing,
  userId: number,
  endpoint: string,
): Promise<void> {
  await trx
    .deleteFrom('push_subscriptions')
    .where('user_id', '=', userId)
    .where('endpoint', '=', endpoint)
    .execute();
}

/** A user's devices that are not over, the newest first. */
export function findDevices(reader: DomainReader, userId: number): Promise<readonly Device[]> {
  return reader
    .selectFrom('push_subscriptions')
    .select(['id', 'provider', 'endpoint', 'p256dh', 'auth'])
    .where('user_id', '=', userId)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', sql<Date>`now()`)]))
    .orderBy('id', 'desc')
    .limit(MOST_DEVICES)
    .execute();
}

/** Notes which devices have had a message, and forgets those that are gone. */
export async function noteDevices(
  { trx }: Writing,
  { sent, gone }: { readonly sent: readonly number[]; readonly gone: readonly number[] },
): Promise<void> {
  if (gone.length > 0) await trx.deleteFrom('push_subscriptions').where('id', 'in', gone).execute();
  if (sent.length > 0)
    await trx
      .updateTable('push_subscriptions')
      .set({ last_sent_at: sql<Date>`now()` })
      .where('id', 'in', sent)
      .execute();
}

/** RFC 8291, section 3.2: a point on P-256 in its long form, and 16 bytes. */
function refuseUnusable({ endpoint, p256dh = '', auth = '' }: NewPushSubscription): void {
  const isAddress =
    URL.canParse(endpoint) && new URL(endpoint).protocol === 'https:' && endpoint.length <= 2_000;
  const isKeyed =
    Buffer.from(p256dh, 'base64url').length === 65 && Buffer.from(auth, 'base64url').length === 16;
  if (!isAddress || !isKeyed)
    throw new InvalidWriteError(
      'This is no push subscription: expected an https `endpoint`, `p256dh` of 65 bytes and `auth` of 16, in base64url, as PushSubscription.toJSON() gives them.',
    );
}
