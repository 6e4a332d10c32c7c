import type { AttemptContext, HandlerContext, LedgerTransaction } from '../../src/job/handler-context.ts';
import type { Json } from '../../src/job/json.ts';
import type { HandlerOutcome } from '../../src/job/outcome.ts';
import type { Producer } from '../../src/producer/producer.ts';
import type { EmailServices } from '../email/services.ts';
import type { PushServices } from '../push/services.ts';
import type { SmsServices } from '../sms/services.ts';

/** What the handlers of this folder need beside the platform. */
export interface NotificationServices {
  readonly notifications: NotificationStore;
  readonly within: Producer['within'];
  /** Tells whoever listens to a channel; gives the message's id. */
  readonly publish: (channel: string, message: Json) => Promise<number>;
}

export type NotificationContext = HandlerContext<NotificationServices>;

/** For what leaves the application. */
export type DeliveryContext = HandlerContext<
  NotificationServices & EmailServices & SmsServices & PushServices
>;

export type Channel = 'in-app' | 'email' | 'sms' | 'push';
/** Those that leave the application. */
export type OuterChannel = Exclude<Channel, 'in-app'>;

/** Where the history of notifications is kept, and what users allow. */
export interface NotificationStore {
  /**
   * Writes a notification into a user's history and calls `then` in the same transaction, in which the job completes
   * too.
   *
   * @throws PermanentError when there is no such user
   */
  record(
    transaction: AttemptContext['transaction'],
    notification: Notification,
    then: (recorded: RecordedNotification, trx: LedgerTransaction) => Promise<HandlerOutcome>,
  ): Promise<HandlerOutcome>;
  /** A notification as it is to go over a channel, by this job; undefined when it is gone. */
  open(which: NotificationPart, jobId: string): Promise<OpenNotification | undefined>;
  /** Notes what became of it on a channel; a later word never goes back behind an earlier one. */
  mark(which: NotificationPart, found: ChannelNews): Promise<void>;
}

export interface Notification {
  /** The job that makes it. */
  readonly jobId: string;
  readonly userId: number;
  readonly type: string;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Over which it may go, of those that the user allows. */
  readonly channels: readonly Channel[];
  /** Does not wait for the end of quiet hours. */
  readonly isUrgent: boolean;
}

export interface RecordedNotification {
  readonly id: string;
  /** Over which it goes. */
  readonly channels: readonly Channel[];
  /** The user is not to be disturbed before; null for no such wish now, and when it is urgent. */
  readonly quietUntil: Date | null;
}

/** One channel of one notification. */
export interface NotificationPart {
  readonly notificationId: string;
  readonly channel: OuterChannel;
}

export interface OpenNotification extends Pick<Notification, 'userId' | 'title' | 'body' | 'data'> {
  readonly recipient: { readonly name: string; readonly email: string; readonly phone: string | null };
  readonly status: 'queued' | 'sent' | 'delivered' | 'failed' | 'read';
  /** Whether the user allows the channel now. */
  readonly isAllowed: boolean;
  /** The user is not to be disturbed before; null for no such wish now. */
  readonly quietUntil: Date | null;
}

export type ChannelNews =
  | { readonly status: 'sent'; readonly providerId: string }
  | { readonly status: 'failed'; readonly error: string };
