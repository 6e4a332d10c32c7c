import type { Due, NewJob } from '../ledger.ts';

/** The producer publishes what is due now; should it die first, the relay does so this much later, in milliseconds. */
const PRODUCER_HEAD_START_MS = 2_000;

/** A new job as the accepting statement reads it; what is absent is NULL there. */
export type AcceptedRow = ReturnType<typeof toAcceptedRow>;

/** `isPublishedByProducer`: not in a caller's transaction, whose end the producer does not see. */
export function toAcceptedRow(job: NewJob, isPublishedByProducer: boolean) {
  const { unique, schedule } = job;
  return {
    id: job.id,
    name: job.name,
    queue: job.queue,
    version: job.version,
    payload: job.payload,
    max_attempts: job.maxAttempts,
    priority: job.priority,
    ...(job.tags.length > 0 && { tags: job.tags }),
    ...(job.tenant !== undefined && { tenant: job.tenant }),
    ...(job.turnKey !== undefined && { turn_key: job.turnKey }),
    ...(job.limitKey !== undefined && { limit_key: job.limitKey }),
    ...(job.groupId !== undefined && { group_id: job.groupId }),
    ...(job.trace !== undefined && { trace: job.trace }),
    ...(job.expiresAfterMs !== undefined && { expires_ms: job.expiresAfterMs }),
    ...(schedule && {
      schedule: schedule.name,
      due_time: schedule.dueAt,
      is_late: schedule.isLate,
      is_catch_up: schedule.isCatchUp,
    }),
    ...(unique && { key: unique.key }),
    ...(unique?.forMs !== undefined && { key_ms: unique.forMs }),
    ...(job.takesTurns && { takes_turns: true }),
    ...(job.isUnrecorded && { publication: 2 }),
    ...(job.due.kind === 'turn' && { takes_turns: true, in_line: true }),
    ...whenDue(job.due, isPublishedByProducer),
  };
}

function whenDue(
  due: Due,
  isPublishedByProducer: boolean,
): { due_ms?: number; due_at?: Date | 'infinity' | undefined } {
  switch (due.kind) {
    case 'now':
      return { due_ms: isPublishedByProducer ? PRODUCER_HEAD_START_MS : 0 };
    case 'after':
      return { due_ms: due.delayMs };
    case 'at':
      return { due_at: due.at };
    case 'turn':
    case 'parents':
      return { due_at: 'infinity' };
  }
}
