import type { LimitDecision } from './limit.ts';
import type { LimitDecisions } from './limits.ts';

/** Counts what became of uses, by the names of limits, of which an application has a few. */
export class DecisionCounts {
  readonly #counts = new Map<string, { allowed: number; refused: number }>();

  /** Gives the decision back. */
  add(limit: string, decision: LimitDecision): LimitDecision {
    const counts = this.#counts.get(limit) ?? { allowed: 0, refused: 0 };
    this.#counts.set(limit, counts);
    counts[decision.allowed ? 'allowed' : 'refused'] += 1;
    return decision;
  }

  list(): readonly LimitDecisions[] {
    return [...this.#counts].map(([limit, counts]) => ({ limit, ...counts }));
  }
}
