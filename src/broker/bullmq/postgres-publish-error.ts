import { isNoAnswer } from '../../db/is-no-answer.ts';
import type { PublishError } from '../broker.ts';
import { PublishRefusedError, PublishUnconfirmedError } from '../broker-errors.ts';

/** No connection came about, so nothing was sent. */
const NOT_SENT = /ECONNREFUSED|ENOTFOUND|timeout exceeded when trying to connect/;

/** What an error of adding jobs means: PostgreSQL's own answer rolls the statement back; silence says nothing. */
export function toPublishError(queue: string, error: unknown): PublishError {
  const message = error instanceof Error ? error.message : String(error);
  return isNoAnswer(error) && !NOT_SENT.test(message)
    ? new PublishUnconfirmedError(queue, message, error)
    : new PublishRefusedError(queue, message, error);
}
