/** For tests of an application: its jobs in memory, on a clock that the test moves, and its `kv` in memory. */

export { KvMemory } from './kv/kv-memory.ts';
export { openTestKv } from './kv/open-test-kv.ts';
export { jobMatchers } from './matchers.ts';
export type { TestJob } from './test-job.ts';
export { TestJobs, type TestJobsOptions } from './test-jobs.ts';
export { InvalidSpanError } from './virtual-time.ts';
