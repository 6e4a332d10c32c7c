import type { AttemptContext, HandlerContext, LedgerTransaction } from '../../src/job/handler-context.ts';
import type { HandlerOutcome } from '../../src/job/outcome.ts';
import type { Producer } from '../../src/producer/producer.ts';

/** What the handlers of this folder need beside the platform. */
export interface TaskServices {
  readonly tasks: TaskStore;
  readonly within: Producer['within'];
}

export type TaskContext = HandlerContext<TaskServices>;

/** Where tasks are kept. */
export interface TaskStore {
  /**
   * Writes a task and calls `then` in the same transaction, in which the job completes too.
   *
   * @throws PermanentError when there is no such user
   */
  create(
    transaction: AttemptContext['transaction'],
    task: NewTask,
    then: (created: { readonly taskId: number }, trx: LedgerTransaction) => Promise<HandlerOutcome>,
  ): Promise<HandlerOutcome>;
  /** Who sees a task, and its title; undefined when there is none. */
  find(taskId: number): Promise<{ readonly title: string; readonly userIds: readonly number[] } | undefined>;
  /**
   * Takes up to `limit` reminders that are due now and remembers in one transaction with `remind` that they were given,
   * so that nobody gets one twice. Fewer than `limit` means that there are no more.
   */
  takeReminders(
    wanted: WantedReminders,
    remind: (reminders: readonly TaskReminder[], trx: LedgerTransaction) => Promise<void>,
  ): Promise<number>;
}

export interface NewTask {
  readonly userId: number;
  readonly title: string;
  readonly description?: string | undefined;
  readonly priority?: 'low' | 'medium' | 'high' | 'urgent' | undefined;
  readonly category?: string | undefined;
  /** An instant, or a day of the user's. */
  readonly due?: Date | { readonly day: string } | undefined;
}

export interface WantedReminders {
  readonly now: Date;
  /** On the user's own clock, from this full hour … */
  readonly fromHour: number;
  /** … up to, and without, this one. */
  readonly untilHour: number;
  readonly limit: number;
}

/** That a user should hear today of a task that is due today, by the user's own clock. */
export interface TaskReminder {
  readonly taskId: number;
  readonly title: string;
  readonly description: string;
  readonly priority: string;
  readonly category: string | null;
  readonly dueAt: Date;
  readonly userId: number;
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  /** `2030-03-29` */
  readonly day: string;
  readonly allowsMail: boolean;
}
