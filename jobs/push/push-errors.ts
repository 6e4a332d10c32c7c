import { NightshiftError } from '../../src/nightshift-error.ts';

/** The push service refused a message for good. */
export class PushRefusedError extends NightshiftError {
  readonly code = 'PUSH_REFUSED';
}

/** The push service could not be reached and surely did not take the message. Retried. */
export class PushServiceError extends NightshiftError {
  readonly code = 'PUSH_SERVICE';
}
