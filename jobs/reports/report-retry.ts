import type { RetryPolicy } from '../../src/job/retry-policy.ts';

/** Five attempts within some minutes: what fails is the database or the disk, for a while. */
export const REPORT_RETRY: RetryPolicy = { maxAttempts: 5, baseDelayMs: 10_000, maxDelayMs: 600_000 };

/** A year of a million order items takes under a minute. */
export const REPORT_TIMEOUT_MS = 900_000;
