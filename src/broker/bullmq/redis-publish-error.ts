import { asError } from '../../as-error.ts';
import type { PublishError } from '../broker.ts';
import { PublishRefusedError, PublishUnconfirmedError } from '../broker-errors.ts';

/**
 * What an error of adding a job means. Redis' own answers (OOM, MISCONF, READONLY, LOADING …) come before the script's
 * first write, so nothing was stored; any other error may have eaten the answer to a job that was.
 */
export function toPublishError(queue: string, error: unknown): PublishError {
  const { name, message } = asError(error);
  const isAnswer = name === 'ReplyError' || message.startsWith("Stream isn't writeable");
  return isAnswer
    ? new PublishRefusedError(queue, message, error)
    : new PublishUnconfirmedError(queue, message, error);
}
