import type { AmqpAddress } from '../../config/amqp-address.ts';
import { NightshiftError } from '../../nightshift-error.ts';

/** RabbitMQ, or TLS on the way to it, refuses us for a reason that no later attempt will change. */
export class RabbitMqAccessError extends NightshiftError {
  readonly code = 'RABBITMQ_ACCESS';

  constructor(address: AmqpAddress, cause: Error) {
    const hosts = address.servers.map(({ host, port }) => `${host}:${port}`).join(', ');
    super(
      `RabbitMQ at ${hosts} refuses the connection of user "${address.username}" to vhost "${address.vhost}": ${cause.message}. Check the user, password and vhost in AMQP_URL, and the certificates where it is amqps://.`,
      { cause },
    );
  }
}

/** Whether trying again is pointless until somebody changes the configuration. */
export function isAccessError(cause: Error): boolean {
  const code = 'code' in cause ? String(cause.code) : '';
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code) || code === 'EPROTO')
    return true;
  // amqplib has no code for a handshake that the server ends; the second is a vhost that is not there or not allowed.
  return /ACCESS.REFUSED|Expected ConnectionOpenOk; got <ConnectionClose/.test(cause.message);
}
