import type { Json } from '../job/json.ts';
import type { Registry } from '../job/registry.ts';
import type { CancelAnswer, Ledger } from '../ledger/ledger.ts';
import type { RetrySetReport } from '../ledger/operate/retry-set.ts';
import type { Operations } from '../ledger/operations.ts';
import { redactedPayload } from '../telemetry/redacted-payload.ts';
import type { AuditEvent } from './audit/audit-entry.ts';
import { jobSet } from './job-set.ts';

/** Writes down what the operator who is at work did. */
export type Note = (event: Omit<AuditEvent, 'who' | 'role' | 'from'>) => Promise<void>;

/** The operations of the ledger, each change noted in the audit log. */
export interface AuditedOperations extends Operations {
  /** Cancels what waits, and asks the workers of what runs to stop; an answer for each id. */
  cancel(ids: readonly string[], reason: string): Promise<readonly CancelAnswer[]>;
  readonly note: Note;
}

export interface AuditOperationsParts {
  readonly operations: Operations;
  readonly ledger: Pick<Ledger, 'cancel'>;
  /** Knows what to hide of payloads. */
  readonly registry: Registry;
  readonly note: Note;
}

/** What was asked for and changed nothing is not noted. */
export function auditOperations({
  operations,
  ledger,
  registry,
  note,
}: AuditOperationsParts): AuditedOperations {
  const noteSet = async (action: string, ids: readonly string[], after?: Json): Promise<void> => {
    if (ids.length > 0) await note({ action, target: jobSet(ids), after });
  };
  const shown = (name: string, payload: Json): Json => redactedPayload(payload, registry.findJob(name));
  return {
    ...operations,
    note,
    retry: async (ids, options) => {
      const retried = await operations.retry(ids, options);
      await noteSet('retry', retried);
      return retried;
    },
    retrySet: async (ids, options) => {
      await noteSet('retry', ids, { perSecond: options?.perSecond ?? null });
      const report = await operations.retrySet(ids, options);
      await noteSet('retry-ended', ids, asJson(report));
      return report;
    },
    discard: async (ids, reason) => {
      const discarded = await operations.discard(ids, reason);
      await noteSet('discard', discarded);
      return discarded;
    },
    reschedule: async (ids, delayMs) => {
      const moved = await operations.reschedule(ids, delayMs);
      await noteSet('reschedule', moved, { delayMs });
      return moved;
    },
    edit: async (id, payload, version) => {
      const job = await operations.getJob(id);
      const isDone = await operations.edit(id, payload, version);
      if (job && isDone)
        await note({
          action: 'edit-job',
          target: { job: id, name: job.name },
          before: shown(job.name, job.payload),
          after: shown(job.name, payload),
        });
      return isDone;
    },
    cancel: async (ids, reason) => {
      const answers = await ledger.cancel(ids, reason);
      const touched = ids.filter((_, at) => answers[at] === 'cancelled' || answers[at] === 'asked');
      await noteSet('cancel', touched);
      return answers;
    },
    pause: async (queue, by) => {
      const wasPaused = await operations.isPaused(queue);
      await operations.pause(queue, by);
      await note({ action: 'pause-queue', target: { queue }, before: wasPaused, after: true });
    },
    resume: async (queue) => {
      const wasPaused = await operations.isPaused(queue);
      await operations.resume(queue);
      await note({ action: 'resume-queue', target: { queue }, before: wasPaused, after: false });
    },
  };
}

function asJson({ total, retried, completed, failedAgain, stopped }: RetrySetReport): Json {
  return { total, retried, completed, failedAgain, stopped: stopped ?? null };
}
