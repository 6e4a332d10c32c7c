import type { Json } from '../job/json.ts';
import type { Fence } from '../ledger/ledger.ts';
import type { Attempt } from './attempt.ts';

/** The attempts that a process works on at the moment. */
export class Running {
  readonly #attempts = new Set<Attempt>();

  get size(): number {
    return this.#attempts.size;
  }

  add(attempt: Attempt): void {
    this.#attempts.add(attempt);
  }

  delete(attempt: Attempt): void {
    this.#attempts.delete(attempt);
  }

  all(): readonly Attempt[] {
    return [...this.#attempts];
  }

  forJob(jobId: string, action: (attempt: Attempt) => void): void {
    for (const attempt of this.#attempts) if (attempt.job.id === jobId) action(attempt);
  }

  /** What `inspect` and the board show of each. */
  describe(): Json {
    return this.all().map(({ job, startedAtMs, progress }) => ({
      id: job.id,
      name: job.name,
      attempt: job.attempt,
      startedAtMs,
      ...(progress === undefined ? {} : { progress }),
    }));
  }

  /** Fences of what has run for at least `ageMs` milliseconds: shorter attempts end before a beat could tell them anything. */
  fences(ageMs: number): readonly Fence[] {
    const before = Date.now() - ageMs;
    return this.all().flatMap(({ fence, startedAtMs }) => (fence && startedAtMs <= before ? [fence] : []));
  }
}
