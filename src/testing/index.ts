/** For tests of an application: its jobs in memory, on a clock that the test moves. */

export { jobMatchers } from './matchers.ts';
export type { TestJob } from './test-job.ts';
export { TestJobs, type TestJobsOptions } from './test-jobs.ts';
export { InvalidSpanError } from './virtual-time.ts';
