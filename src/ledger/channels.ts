/** The channels of NOTIFY. Payloads are hints: whoever misses one finds the same by polling. */
export const CHANNELS = {
  /** A row of the outbox may be due before the relay looks again. */
  due: 'nightshift_due',
  /** Jobs wait for their turn, or one that took its turn has made room. */
  turns: 'nightshift_turns',
  /** A pause, a cancellation or a question to workers: beat now. */
  workers: 'nightshift_workers',
  /** Awaited jobs have ended: their ids, separated by commas, or nothing when there are too many to name. */
  ended: 'nightshift_ended',
} as const;
