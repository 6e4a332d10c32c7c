/** Everything an application needs to define jobs and enqueue them. Workers, board and tests have entries of their own. */

export { defineConfig, type NightshiftConfig } from './config/nightshift-config.ts';
export { InvalidConfigError } from './config/invalid-config-error.ts';
export { type ConnectOptions, connect } from './connect.ts';
export { InvalidDefinitionError } from './job/definition-errors.ts';
export type { EnqueuedJob, EnqueueOptions, UniqueOptions } from './job/enqueue-options.ts';
export type {
  AbortReason,
  AttemptContext,
  HandlerContext,
  HandlerLog,
  JobInfo,
  LedgerTransaction,
  ParentResult,
  StepOptions,
} from './job/handler-context.ts';
export { AmbiguousError, PermanentError, RetryLaterError } from './job/handler-errors.ts';
export {
  type BatchContext,
  type BatchMember,
  defineJob,
  type JobDefinition,
  type JobRequest,
  type PayloadInput,
} from './job/job-definition.ts';
export { FAILED_REASONS, type FailedReason, JOB_STATES, type JobState } from './job/job-state.ts';
export type { Json } from './job/json.ts';
export { cancel, completed, type HandlerOutcome, snooze } from './job/outcome.ts';
export { InvalidPayloadError, NotJsonError, PayloadTooLargeError } from './job/payload-errors.ts';
export {
  type Accept,
  type BrokerKind,
  defineQueue,
  type Queue,
  type QueueDefinition,
  type StrangerMessage,
} from './job/queue.ts';
export { InvalidCatalogueError, UnknownJobError, UnknownQueueError } from './job/registry.ts';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './job/retry-policy.ts';
export { LedgerUnavailableError } from './ledger/ledger-errors.ts';
export {
  defineSchedule,
  type Misfire,
  type Overlap,
  type Schedule,
  type ScheduleOptions,
} from './schedule/definition/define-schedule.ts';
export { InvalidScheduleError } from './schedule/definition/schedule-errors.ts';
export { NightshiftError } from './nightshift-error.ts';
export { NoDatabaseError } from './platform/database-url.ts';
export {
  JobCancelledError,
  JobExpiredError,
  JobFailedError,
  ResultTimeoutError,
} from './producer/job-result.ts';
export type { EnqueuedGroup, Enqueuing, Producer } from './producer/producer.ts';
export {
  BrokerUnavailableError,
  EnqueueManyError,
  EnqueueUnconfirmedError,
  InvalidEnqueueOptionsError,
  InvalidJobIdError,
  NotRecordedError,
  ProducerClosedError,
} from './producer/producer-errors.ts';
export { TooManyUnconfirmedError } from './producer/publishing.ts';
