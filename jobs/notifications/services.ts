import type { AttemptContext, HandlerContext, LedgerTransaction } from '../../src/job/handler-context.ts';
import type { HandlerOutcome } from '../../src/job/outcome.ts';
import type { Producer } from '../../src/producer/producer.ts';

/** What the handlers of this folder need beside the platform. */
export interface NotificationServices {
  readonly notifications: NotificationStore;
  readonly within: Producer['within'];
}

export type NotificationContext = HandlerContext<NotificationServices>;

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
}

export type Channel = 'in-app' | 'email' | 'sms' | 'push';

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
}

export interface RecordedNotification {
  readonly id: string;
  /** Over which it goes. */
  readonly channels: readonly Channel[];
  readonly recipient: { readonly name: string; readonly email: string };
  /** The user is not to be disturbed before; null for no such wish now. */
  readonly quietUntil: Date | null;
}
