import { NightshiftError } from '../nightshift-error.ts';

/** Thrown by a handler when trying again cannot help: the job fails at once with reason `permanent`. */
export class PermanentError extends NightshiftError {
  readonly code = 'PERMANENT';
}

/**
 * Thrown by a handler when an effect may or may not have happened and nobody can tell: the job fails at once with
 * reason `ambiguous`, for a person to look at. Never retried by itself.
 */
export class AmbiguousError extends NightshiftError {
  readonly code = 'AMBIGUOUS';
}

/**
 * Thrown by a handler when the other side said when to come back: retried no sooner than `afterMs` milliseconds from
 * now. Of a definition with `rateLimit`, no other job with the same limit key is started before then either.
 */
export class RetryLaterError extends NightshiftError {
  readonly code = 'RETRY_LATER';
  readonly afterMs: number;

  constructor(message: string, options: { readonly afterMs: number } & ErrorOptions) {
    super(message, options);
    this.afterMs = options.afterMs;
  }
}
