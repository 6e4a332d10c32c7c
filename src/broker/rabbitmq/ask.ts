import type { Channel } from 'amqplib';
import { amqpErrorCode, NOT_FOUND } from './amqp-error-code.ts';
import type { Link } from './link.ts';
import { onOwnChannel } from './on-own-channel.ts';
import { RabbitMqUnavailableError } from './rabbitmq-unavailable-error.ts';
import { settlesWithin } from './settles-within.ts';

const ANSWER_TIMEOUT_MS = 2_000;

/**
 * Asks the server about a queue; `whenMissing` is the answer when there is no such queue. Rejects with
 * {@link RabbitMqUnavailableError} without an answer within 2 s.
 */
export async function ask<Answer>(
  link: Link,
  question: (channel: Channel) => Promise<Answer>,
  whenMissing: Answer,
): Promise<Answer> {
  const { model, lastFailure } = link;
  if (model === undefined) {
    throw new RabbitMqUnavailableError(lastFailure?.message ?? 'there is no connection', lastFailure);
  }
  const asking = onOwnChannel(model, question).catch((error: unknown) => {
    if (amqpErrorCode(error) === NOT_FOUND) return whenMissing;
    throw new RabbitMqUnavailableError(error instanceof Error ? error.message : String(error), error);
  });
  if (await settlesWithin(ANSWER_TIMEOUT_MS, asking)) return asking;
  throw new RabbitMqUnavailableError(`no answer within ${ANSWER_TIMEOUT_MS} ms`);
}
