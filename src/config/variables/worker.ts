import { port, text, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** Worker processes. */
export const worker = {
  concurrency: variable('NIGHTSHIFT_CONCURRENCY', wholeNumber(1, 1_000), {
    doc: 'Attempts that one worker process runs at a time, unless its group says otherwise. Raise it for jobs that mostly wait for others.',
    fallback: 20,
  }),
  shutdownGraceMs: variable('NIGHTSHIFT_SHUTDOWN_GRACE_MS', wholeNumber(0, 3_600_000), {
    doc: 'How long running attempts may go on after SIGTERM before they are handed back. Keep it below what your platform waits before it kills (Docker 10 s, Heroku and Kubernetes 30 s).',
    unit: 'ms',
    fallback: 25_000,
  }),
  healthHost: variable('NIGHTSHIFT_HEALTH_HOST', text(), {
    doc: 'Address that answers `/livez`, `/readyz` and `/metrics`; `0.0.0.0` in a container.',
    fallback: '127.0.0.1',
  }),
  healthPort: variable('NIGHTSHIFT_HEALTH_PORT', port, {
    doc: 'First port to try for them; taken ones are skipped. 0 takes any free one.',
    fallback: 7_071,
  }),
};
