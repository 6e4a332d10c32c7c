import { wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** Enqueuing. */
export const producer = {
  enqueueTimeoutMs: variable('NIGHTSHIFT_ENQUEUE_TIMEOUT_MS', wholeNumber(10, 600_000), {
    doc: 'Within this time `enqueue` has an answer or is refused.',
    unit: 'ms',
    fallback: 2_000,
  }),
  maxPayloadBytes: variable('NIGHTSHIFT_MAX_PAYLOAD_BYTES', wholeNumber(256, 16_777_216), {
    doc: 'Largest payload, as JSON. Large things belong in a store, and their names in the payload.',
    unit: 'bytes',
    fallback: 65_536,
  }),
  maxUnconfirmed: variable('NIGHTSHIFT_MAX_UNCONFIRMED', wholeNumber(1, 1_000_000), {
    doc: 'Most jobs that one producer has under way to its brokers without an answer.',
    unit: 'jobs',
    fallback: 10_000,
  }),
};
