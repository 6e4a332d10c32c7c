import type { AbortReason, JobInfo } from '../job/handler-context.ts';
import type { HandlerLogLine } from '../job/handler-log-line.ts';
import type { Json } from '../job/json.ts';
import type { HandlerOutcome } from '../job/outcome.ts';
import type { Fence } from '../ledger/ledger.ts';
import type { PresumedClaim } from './claims.ts';

/** How an attempt's handler ended. `stuck`: it ignored its signal past the grace time, and may still be running. */
export type HandlerEnd =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly thrown: unknown }
  | { readonly kind: 'stuck' };

/** One try at running one job (or one batch), from its claim to its end. */
export class Attempt {
  readonly job: JobInfo;
  /** Missing for jobs of unrecorded queues, whose fence is the delivery itself. */
  readonly fence: Fence | undefined;
  readonly startedAtMs = Date.now();
  readonly logLines: HandlerLogLine[] = [];
  /** What the handler last reported; goes out with the worker's next beat. */
  progress: Json | undefined;
  /** Set when the attempt began without waiting for its claim. */
  presumed: PresumedClaim | undefined;
  /** Set when the handler's own transaction has recorded the outcome already. */
  recordedInTransaction: HandlerOutcome | undefined;
  #abortReason: AbortReason | undefined;
  #controller: AbortController | undefined;
  #resolve: ((end: HandlerEnd) => void) | undefined;

  constructor(job: JobInfo, fence: Fence | undefined) {
    this.job = job;
    this.fence = fence;
  }

  get abortReason(): AbortReason | undefined {
    return this.#abortReason;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#abortReason) this.#controller.abort(this.#abortReason);
    }
    return this.#controller.signal;
  }

  /** The first reason stands; false when there was one already. */
  abort(reason: AbortReason): boolean {
    if (this.#abortReason) return false;
    this.#abortReason = reason;
    this.#controller?.abort(reason);
    return true;
  }

  /** Stops waiting for the handler; whatever it still does is not heard any more. */
  giveUp(): void {
    this.#resolve?.({ kind: 'stuck' });
  }

  /** Calls the handler and resolves with its end, of which `onEnd` hears first; never rejects. */
  run(handler: () => unknown, onEnd: () => void): Promise<HandlerEnd> {
    return new Promise((resolve) => {
      const ended = (end: HandlerEnd): void => {
        onEnd();
        resolve(end);
      };
      this.#resolve = ended;
      try {
        const value = handler();
        if (value instanceof Promise) {
          value.then(
            (later: unknown) => ended({ kind: 'returned', value: later }),
            (thrown: unknown) => ended({ kind: 'threw', thrown }),
          );
        } else {
          ended({ kind: 'returned', value });
        }
      } catch (thrown) {
        ended({ kind: 'threw', thrown });
      }
    });
  }
}
