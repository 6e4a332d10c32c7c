import type { EmailContext, Mailer } from '../../../jobs/email/services.ts';
import type { StepOptions } from '../../../src/job/handler-context.ts';
import { AmbiguousError } from '../../../src/job/handler-errors.ts';
import type { Json } from '../../../src/job/json.ts';

/** One job whose steps are remembered over its attempts, as the ledger would. */
export class FakeJob {
  readonly mailer: Mailer;
  readonly maxAttempts: number;
  /** `claimed` = begun and not recorded. */
  readonly steps = new Map<string, { result: Json | void } | 'claimed'>();
  readonly warnings: string[] = [];
  #attempt = 0;

  constructor(mailer: Mailer, maxAttempts = 10) {
    this.mailer = mailer;
    this.maxAttempts = maxAttempts;
  }

  /** The context of the job's next attempt. */
  nextAttempt(): EmailContext {
    this.#attempt += 1;
    const nothing = (): void => {};
    return {
      mailer: this.mailer,
      signal: new AbortController().signal,
      log: { debug: nothing, info: nothing, error: nothing, warn: (message) => this.warnings.push(message) },
      progress: nothing,
      step: (name, effect, options) => this.#step(name, effect, options),
      transaction: () => Promise.reject(new Error('not in these tests')),
      enqueue: () => Promise.reject(new Error('not in these tests')),
      job: {
        id: '019b0000-0000-7000-8000-000000000001',
        name: 'email.send',
        queue: 'email',
        attempt: this.#attempt,
        maxAttempts: this.maxAttempts,
        enqueuedAt: new Date('2030-01-02T03:04:05Z'),
        tags: [],
        isLate: false,
        isCatchUp: false,
        parents: [],
      },
    };
  }

  async #step<Result extends Json | void>(
    name: string,
    effect: () => Promise<Result>,
    options?: StepOptions<Result>,
  ): Promise<Result> {
    const known = this.steps.get(name);
    if (known === 'claimed') {
      const answer = (await options?.reconcile?.()) ?? { kind: 'unknown' };
      if (answer.kind === 'unknown') throw new AmbiguousError('nobody knows');
      if (answer.kind === 'done') return answer.result;
    } else if (known !== undefined) return known.result as Result;
    this.steps.set(name, 'claimed');
    try {
      const result = await effect();
      this.steps.set(name, { result: JSON.parse(JSON.stringify(result)) as Json });
      return result;
    } catch (error) {
      if (!(error instanceof AmbiguousError)) this.steps.delete(name);
      throw error;
    }
  }
}
