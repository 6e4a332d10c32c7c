import { createHash } from 'node:crypto';

/**
 * The identity of a mail: the same at every attempt of its job, so that servers and readers can tell a copy. The job
 * id keeps it from being guessed, and it does not show the recipients.
 */
export function messageKey(jobId: string, recipients: readonly string[]): string {
  const hash = createHash('sha256').update([jobId, ...recipients.toSorted()].join('\n'));
  return hash.digest('hex').slice(0, 40);
}
