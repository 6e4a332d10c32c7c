import type { JobState, VisibleJobState } from '../../job/job-state.ts';
import type { Json } from '../../job/json.ts';
import type { JobError } from '../../job/outcome.ts';
import { WAIT_FOR, type WaitFor } from './wait-for.ts';

/** A job as people are shown it. */
export interface FoundJob {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly state: VisibleJobState;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly payload: Json;
  readonly version: number;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  /** When it becomes due, while it waits for a time. */
  readonly dueAt?: Date;
  readonly tenant?: string;
  readonly reason?: string;
  readonly error?: JobError;
  readonly fingerprint?: string;
  readonly result?: Json;
  readonly groupId?: string;
  readonly schedule?: string;
  readonly scheduledFor?: Date;
  readonly expiresAt?: Date;
  readonly owner?: string;
  readonly isCancelAsked: boolean;
  /** What it waits for, while it does. */
  readonly waitFor?: WaitFor;
}

/** The columns of {@link JobRow}; `j` is the job and `o` its outbox row, if it has one. */
export const JOB_COLUMNS = `j.id, j.name, j.queue, j.state, j.attempt, j.max_attempts, j.payload, j.version, j.priority, j.tags,
  j.created_at, j.started_at, j.ended_at, nullif(o.due_at, 'infinity') AS due_at, o.id IS NOT NULL AS is_boxed, j.tenant,
  j.reason, j.error, j.fingerprint, j.result, j.group_id, j.schedule, j.due_time, j.expires_at, j.owner,
  j.cancel_asked IS NOT NULL AS is_cancel_asked, ${WAIT_FOR} AS wait_for`;

export interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly state: JobState;
  readonly attempt: number;
  readonly max_attempts: number;
  readonly payload: Json;
  readonly version: number;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly due_at: Date | null;
  readonly is_boxed: boolean;
  readonly tenant: string | null;
  readonly reason: string | null;
  readonly error: JobError | null;
  readonly fingerprint: string | null;
  readonly result: Json;
  readonly group_id: string | null;
  readonly schedule: string | null;
  readonly due_time: Date | null;
  readonly expires_at: Date | null;
  readonly owner: string | null;
  readonly is_cancel_asked: boolean;
  readonly wait_for: WaitFor | null;
}

export function toFoundJob(row: JobRow): FoundJob {
  return {
    id: row.id,
    name: row.name,
    queue: row.queue,
    state: row.state === 'waiting' && !row.is_boxed ? 'published' : row.state,
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    payload: row.payload,
    version: row.version,
    priority: row.priority,
    tags: row.tags,
    createdAt: row.created_at,
    isCancelAsked: row.is_cancel_asked,
    ...given('startedAt', row.started_at),
    ...given('endedAt', row.ended_at),
    ...given('dueAt', row.due_at),
    ...given('tenant', row.tenant),
    ...given('reason', row.reason),
    ...given('error', row.error),
    ...given('fingerprint', row.fingerprint),
    ...given('result', row.result),
    ...given('groupId', row.group_id),
    ...given('schedule', row.schedule),
    ...given('scheduledFor', row.due_time),
    ...given('expiresAt', row.expires_at),
    ...given('owner', row.owner),
    ...given('waitFor', row.wait_for),
  };
}

function given<Key extends string, Value>(key: Key, value: Value | null): { readonly [K in Key]?: Value } {
  // as: a computed key of one literal type
  return (value === null ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}
