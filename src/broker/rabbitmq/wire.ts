/** Version of the marks that Nightshift puts beside the payload. */
export const WIRE_VERSION = 1;

/** The version of a job whose message names none: a header costs amqplib 1 µs at each end, and most jobs have only had one. */
export const FIRST_VERSION = 1;

/** The headers that carry our marks. The job's name is the message's `type`, its broker id the `message_id`. */
export const HEADER = {
  wireVersion: 'x-ns-v',
  version: 'x-ns-jv',
  expiresAtMs: 'x-ns-exp',
  trace: 'x-ns-tp',
  isRepeat: 'x-ns-again',
} as const;
