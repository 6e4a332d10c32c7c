import type { FailedReason } from '../../src/job/job-state.ts';
import type { Stack, StackNeeds } from './stack.ts';

/** One thing that goes wrong, and what must hold then. */
export interface Scenario {
  /** What goes wrong, in plain words; `npm run chaos -- -t` chooses by them. */
  readonly name: string;
  /** What must hold beside "nothing lost and no effect twice". */
  readonly promise: string;
  readonly needs: StackNeeds;
  /** How many jobs must fail, by reason. Default none. */
  readonly fails?: Partial<Record<FailedReason, number>>;
  /** Jobs may fail as ambiguous: nothing tells whether their effect was done. Default false. */
  readonly mayBeAmbiguous?: boolean;
  readonly recoversWithinMs?: number;
  /** How long everything may take to end after the fault, in milliseconds. Default 120,000. */
  readonly settlesWithinMs?: number;
  /** Enqueues, does harm, and checks what only this scenario knows; `stack.healed()` says when the harm was over. */
  readonly run: (stack: Stack) => Promise<void>;
}
