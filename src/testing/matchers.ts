import type { JobDefinition } from '../job/job-definition.ts';
import type { TestJobs } from './test-jobs.ts';

interface MatcherState {
  equals(a: unknown, b: unknown): boolean;
}

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * For `expect.extend(jobMatchers)` of Vitest or Jest: `expect(jobs).toHaveEnqueued(sendMail, { to })`. Of the payload only
 * the keys that are given count; asymmetric matchers such as `expect.any(String)` may stand among them.
 */
export const jobMatchers = {
  toHaveEnqueued(this: MatcherState, jobs: TestJobs, ...expected: readonly unknown[]): Verdict {
    // as: what stands behind the name in the test
    const [definition, payload = {}] = expected as readonly [JobDefinition, object?];
    const named = jobs.all.filter(({ name }) => name === definition.name);
    const fits = (given: unknown): boolean =>
      Object.entries(payload).every(([key, value]) =>
        this.equals(typeof given === 'object' && given !== null ? Reflect.get(given, key) : undefined, value),
      );
    const shown = named.map((job) => `\n  ${JSON.stringify(job.payload)}`).join('') || ' none';
    return {
      pass: named.some((job) => fits(job.payload)),
      message: () =>
        `expected a job ${definition.name} with ${JSON.stringify(payload)}; of that name were enqueued:${shown}`,
    };
  },
};
