import { amqpErrorCode, PRECONDITION_FAILED } from './amqp-error-code.ts';

/** What to tell the operator when RabbitMQ has closed a consumer's channel; everything on it is delivered again. */
export function explainTrouble(cause: Error): string {
  if (amqpErrorCode(cause) === PRECONDITION_FAILED && /timed? ?out/i.test(cause.message)) {
    return 'A job was held for longer than RabbitMQ allows, so it took back everything on this channel. Raise consumer_timeout on the server and NIGHTSHIFT_AMQP_CONSUMER_TIMEOUT_MS, or make the job shorter';
  }
  return 'RabbitMQ closed the channel of a consumer; it is opened again, and what was on it is delivered again';
}
