import type { HandlerLogLine } from '../job/handler-log-line.ts';
import type { JobState } from '../job/job-state.ts';
import type { Json } from '../job/json.ts';
import type { JobError } from '../job/outcome.ts';

/** A job in memory, as a test sees it. */
export interface TestJob {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly payload: Json;
  readonly state: JobState;
  /** Attempts that were begun. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** By the virtual clock. */
  readonly enqueuedAt: Date;
  /** When it may run next, while it waits. */
  readonly dueAt: Date;
  readonly tags: readonly string[];
  readonly tenant: string | undefined;
  readonly result: Json | undefined;
  /** Why it ended otherwise than completed. */
  readonly reason: string | undefined;
  readonly error: JobError | undefined;
  /** What its handlers logged. */
  readonly log: readonly HandlerLogLine[];
}
