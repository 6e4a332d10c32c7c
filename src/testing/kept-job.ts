import type { HandlerLogLine } from '../job/handler-log-line.ts';
import type { JobDefinition } from '../job/job-definition.ts';
import { isEnded, type JobState } from '../job/job-state.ts';
import type { Json } from '../job/json.ts';
import type { JobError, Outcome } from '../job/outcome.ts';
import type { EndedJob } from '../ledger/ends/read-ends.ts';
import type { NewJob } from '../ledger/ledger.ts';
import type { TestJob } from './test-job.ts';

/** What the ledger would keep of a step. */
export interface KeptStep {
  state: 'claimed' | 'done';
  run: number;
  result: Json | undefined;
}

/** A job as the memory keeps it, with the rules of the ledger for what its attempts end in. */
export class KeptJob implements TestJob {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly definition: JobDefinition;
  readonly enqueuedAt: Date;
  readonly maxAttempts: number;
  readonly tags: readonly string[];
  readonly tenant: string | undefined;
  readonly uniqueKey: string | undefined;
  /** When its key is free again; `undefined`: with its end. */
  readonly keyUntilMs: number | undefined;
  readonly expiresAtMs: number;
  readonly log: HandlerLogLine[] = [];
  readonly steps = new Map<string, KeptStep>();
  payload: Json;
  state: JobState = 'waiting';
  attempt = 0;
  /** Runs that were begun; a run that dies is not an attempt that failed, and yet another run. */
  run = 0;
  dueAtMs: number;
  result: Json | undefined;
  reason: string | undefined;
  error: JobError | undefined;

  constructor(job: NewJob, definition: JobDefinition, nowMs: number) {
    this.id = job.id;
    this.name = job.name;
    this.queue = job.queue;
    this.definition = definition;
    this.payload = job.payload;
    this.maxAttempts = job.maxAttempts;
    this.tags = job.tags;
    this.tenant = job.tenant;
    this.uniqueKey = job.unique && `${job.name} ${job.unique.key}`;
    this.keyUntilMs = job.unique?.forMs === undefined ? undefined : nowMs + job.unique.forMs;
    this.enqueuedAt = new Date(nowMs);
    this.expiresAtMs = nowMs + (job.expiresAfterMs ?? Number.POSITIVE_INFINITY);
    this.dueAtMs = dueMs(job, nowMs);
  }

  get dueAt(): Date {
    return new Date(this.dueAtMs);
  }

  /** `undefined` while it waits or runs. */
  get ended(): EndedJob | undefined {
    const { state, result, reason, error } = this;
    if (!isEnded(state)) return undefined;
    return {
      state,
      ...(result === undefined ? {} : { result }),
      ...(reason === undefined ? {} : { reason }),
      ...(error === undefined ? {} : { error }),
    };
  }

  holdsKeyAt(nowMs: number): boolean {
    return this.keyUntilMs === undefined ? !isEnded(this.state) : nowMs < this.keyUntilMs;
  }

  begin(): void {
    this.state = 'active';
    this.attempt += 1;
    this.run += 1;
  }

  end(outcome: Outcome, nowMs: number): void {
    switch (outcome.kind) {
      case 'completed':
        this.state = 'completed';
        this.result = outcome.result;
        return;
      case 'cancelled':
        this.state = 'cancelled';
        this.reason = outcome.reason;
        return;
      case 'expired':
        this.state = 'expired';
        return;
      case 'failed':
        this.state = 'failed';
        this.reason = outcome.reason;
        this.error = outcome.error;
        return;
      case 'snoozed':
        this.attempt -= 1;
        return this.#wait(nowMs + outcome.delayMs);
      case 'retry':
        this.error = outcome.error;
        return this.#wait(nowMs + outcome.delayMs);
    }
  }

  /** Its worker died: whoever takes over runs it again. */
  lose(nowMs: number): void {
    this.#wait(nowMs);
  }

  #wait(untilMs: number): void {
    this.state = 'waiting';
    this.dueAtMs = untilMs;
  }
}

function dueMs({ due }: NewJob, nowMs: number): number {
  if (due.kind === 'after') return nowMs + due.delayMs;
  return due.kind === 'at' ? due.at.getTime() : nowMs;
}
