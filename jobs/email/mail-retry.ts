import type { RetryPolicy } from '../../src/job/retry-policy.ts';

/** Ten attempts within about 20 to 40 minutes: servers that greylist take a mail after 5 to 15. */
export const MAIL_RETRY: RetryPolicy = { maxAttempts: 10, baseDelayMs: 5_000, maxDelayMs: 3_600_000 };

/** Longer than the mailer's own limits come to for the largest mail, so that these speak first. */
export const MAIL_TIMEOUT_MS = 120_000;
