import type { StepOptions } from '../job/handler-context.ts';
import { AmbiguousError } from '../job/handler-errors.ts';
import type { Json } from '../job/json.ts';
import type { Fence, Ledger } from '../ledger/ledger.ts';
import { NightshiftError } from '../nightshift-error.ts';
import type { Attempt } from './attempt.ts';

/** The ledger's part of a step. */
type StepLedger = Pick<Ledger, 'claimStep' | 'finishStep' | 'releaseStep'>;

/**
 * Does an effect once per job. The ledger knows a step as claimed before the effect begins and as done after it; a
 * step that is found claimed was cut short in between, and only `reconcile` can say whether the effect happened.
 */
export async function runStep<Result extends Json | void>(
  ledger: StepLedger,
  { fence, job }: Attempt,
  {
    name,
    effect,
    options,
  }: {
    readonly name: string;
    readonly effect: () => Promise<Result>;
    readonly options: StepOptions<Result> | undefined;
  },
): Promise<Result> {
  if (!fence) throw new StepNeedsLedgerError(job.queue);
  const answer = await ledger.claimStep(fence, name);
  switch (answer.kind) {
    case 'done':
      return answer.result as Result; // it is what this step's effect gave before
    case 'refused':
      throw new LostAttemptError(job.id);
    case 'unknown': {
      const known = await reconcile(name, options);
      if (known.kind === 'not-done') break;
      await ledger.finishStep(fence, name, known.result as Json | undefined); // void is undefined
      return known.result;
    }
    case 'claimed':
  }
  return doStep(ledger, fence, name, effect);
}

async function doStep<Result extends Json | void>(
  ledger: StepLedger,
  fence: Fence,
  name: string,
  effect: () => Promise<Result>,
): Promise<Result> {
  let result: Result;
  try {
    result = await effect();
  } catch (error) {
    // The effect says itself that nobody knows: the claim stays, for the next attempt to reconcile.
    if (!(error instanceof AmbiguousError)) await ledger.releaseStep(fence, name);
    throw error;
  }
  await ledger.finishStep(fence, name, result as Json | undefined); // void is undefined
  return result;
}

async function reconcile<Result>(
  name: string,
  options: StepOptions<Result> | undefined,
): Promise<Exclude<Awaited<ReturnType<NonNullable<StepOptions<Result>['reconcile']>>>, { kind: 'unknown' }>> {
  const answer = (await options?.reconcile?.()) ?? { kind: 'unknown' as const };
  if (answer.kind === 'unknown') {
    throw new AmbiguousError(
      `Step ${JSON.stringify(name)} was begun by an earlier attempt that ended before it could record what happened, and nobody can tell. Find out whether the effect happened, then retry or discard the job.`,
    );
  }
  return answer;
}

/** `step` and `transaction` on a job whose queue is not recorded. */
export class StepNeedsLedgerError extends NightshiftError {
  readonly code = 'STEP_NEEDS_LEDGER';

  constructor(queue: string) {
    super(
      `\`step\` and \`transaction\` need the ledger, and queue ${queue} is not recorded. Move the job to a recorded queue.`,
    );
  }
}

/** The job is somebody else's now: whatever this attempt does is refused. */
export class LostAttemptError extends NightshiftError {
  readonly code = 'LOST_ATTEMPT';

  constructor(jobId: string) {
    super(
      `Job ${jobId} is not this attempt's any more: it was taken over, cancelled or ended meanwhile. Nothing was done.`,
    );
  }
}
