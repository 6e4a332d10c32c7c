import { parseAmqpUrl } from '../amqp-address.ts';
import { urlWith, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** RabbitMQ. */
export const amqp = {
  url: variable('AMQP_URL', parseAmqpUrl, {
    doc: 'RabbitMQ: `amqp://user:password@host:5672/vhost`, `amqps://` for TLS, several hosts separated by commas.',
    unset: 'RabbitMQ’s queues run on BullMQ',
  }),
  managementUrl: variable(
    'AMQP_MANAGEMENT_URL',
    urlWith(['http', 'https'], 'http://user:password@host:15672'),
    {
      doc: 'RabbitMQ’s management API, for rates, alarms and the health of consumers.',
      unset: 'these are shown as unknown',
    },
  ),
  consumerTimeoutMs: variable('NIGHTSHIFT_AMQP_CONSUMER_TIMEOUT_MS', wholeNumber(1_000, 2_147_483_647), {
    doc: 'The server’s `consumer_timeout`. A job with a longer timeout is refused at start, because RabbitMQ would take it away.',
    unit: 'ms',
    fallback: 1_800_000,
  }),
};
