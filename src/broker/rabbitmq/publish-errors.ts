import { NightshiftError } from '../../nightshift-error.ts';
import type { PublishError } from '../broker.ts';

/** The broker does not have the message; publishing it again is safe. */
export class PublishRefusedError extends NightshiftError implements PublishError {
  readonly code = 'PUBLISH_REFUSED';
  readonly kind = 'refused';

  constructor(queue: string, why: string, cause?: unknown) {
    super(`Queue ${queue} did not take the message: ${why}. Publish it again once that is mended.`, {
      cause,
    });
  }
}

/** The broker may have the message: it was sent, and the answer did not come. */
export class PublishUnconfirmedError extends NightshiftError implements PublishError {
  readonly code = 'PUBLISH_UNCONFIRMED';
  readonly kind = 'unconfirmed';

  constructor(queue: string, why: string, cause?: unknown) {
    super(
      `Queue ${queue} did not confirm the message: ${why}. It may have been stored; publish it again under the same id.`,
      { cause },
    );
  }
}
