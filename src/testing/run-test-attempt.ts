import type { AttemptContext, JobInfo } from '../job/handler-context.ts';
import type { Json } from '../job/json.ts';
import { completed, type Outcome } from '../job/outcome.ts';
import type { StepAnswer } from '../ledger/ledger.ts';
import { silentLog } from '../telemetry/log.ts';
import { Attempt } from '../worker/attempt.ts';
import type { Deadlines } from '../worker/deadlines.ts';
import { handleAttempt } from '../worker/handle-attempt.ts';
import { contextMaker } from '../worker/make-context.ts';
import { runStep } from '../worker/steps.ts';
import type { KeptJob } from './kept-job.ts';

const STUCK_GRACE_MS = 5_000;

export interface TestAttemptParts {
  readonly services: object;
  readonly transaction: AttemptContext['transaction'] | undefined;
  readonly enqueue: AttemptContext['enqueue'];
  readonly deadlines: Deadlines;
  /** The worker dies after the first effect of a step, before that is recorded. */
  readonly diesAfterEffect: boolean;
}

/** Runs one attempt on the worker's own path; `lost` when its worker died. */
export async function runTestAttempt(job: KeptJob, parts: TestAttemptParts): Promise<Outcome | 'lost'> {
  const attempt = new Attempt(infoOf(job), { id: job.id, publication: 1, run: job.run });
  let hasDied = false;
  const makeContext = contextMaker(parts.services, {
    log: silentLog,
    enqueue: parts.enqueue,
    step: (_, name, effect, options) => {
      const dying = async () => {
        const result = await effect();
        if (!parts.diesAfterEffect) return result;
        hasDied = true;
        throw new Error('the worker of this test has died');
      };
      const ledger = stepLedger(job, () => hasDied);
      return runStep(ledger, attempt, { name, effect: dying, options });
    },
    transaction: async (_, write) => {
      if (!parts.transaction) throw new Error('Give `transaction` to TestJobs: this handler uses it.');
      attempt.recordedInTransaction = await parts.transaction(write);
      return attempt.recordedInTransaction;
    },
  });
  const message = { payload: job.payload, version: job.definition.version };
  const end = await handleAttempt(attempt, job.definition, message, {
    deadlines: parts.deadlines,
    makeContext,
    stuckGraceMs: STUCK_GRACE_MS,
    redact: (text) => text,
    // The middle of the jitter, so that a test sees the same times each time.
    random: () => 0.5,
  });
  job.log.push(...attempt.logLines);
  if (hasDied || end.kind === 'give-back') return 'lost';
  return end.kind === 'recorded' ? (attempt.recordedInTransaction ?? completed()) : end.outcome;
}

/** Steps by the rules of the ledger; nothing is recorded any more once the worker has died. */
function stepLedger({ steps }: KeptJob, hasDied: () => boolean) {
  return {
    claimStep: async ({ run }: { readonly run: number }, name: string): Promise<StepAnswer> => {
      const known = steps.get(name);
      if (known?.state === 'done') return { kind: 'done', result: known.result };
      steps.set(name, { state: 'claimed', run, result: undefined });
      return { kind: known && known.run !== run ? 'unknown' : 'claimed' };
    },
    finishStep: async ({ run }: { readonly run: number }, name: string, result: Json | undefined) => {
      steps.set(name, { state: 'done', run, result });
    },
    releaseStep: async (_: unknown, name: string) => {
      if (!hasDied()) steps.delete(name);
    },
  };
}

function infoOf(job: KeptJob): JobInfo {
  const { id, name, queue, attempt, maxAttempts, enqueuedAt, tags, tenant } = job;
  const facts = { id, name, queue, attempt, maxAttempts, enqueuedAt, tags, parents: [] };
  return { ...facts, isLate: false, isCatchUp: false, ...(tenant === undefined ? {} : { tenant }) };
}
