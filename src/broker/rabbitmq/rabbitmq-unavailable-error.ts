import { NightshiftError } from '../../nightshift-error.ts';

/** RabbitMQ did not answer what it was asked. */
export class RabbitMqUnavailableError extends NightshiftError {
  readonly code = 'RABBITMQ_UNAVAILABLE';

  constructor(why: string, cause?: unknown) {
    super(`RabbitMQ does not answer: ${why}. Check AMQP_URL and the server; nothing needs to be restarted.`, {
      cause,
    });
  }
}
