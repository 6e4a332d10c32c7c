import { connect, type Options, type RecoveringChannelModel, type SocketOptions } from 'amqplib';

export interface RecoveringOptions {
  /** What RabbitMQ shows as the connection's name. */
  readonly name: string;
  /** Certificates for `amqps://`. */
  readonly tls?: SocketOptions;
}

const CONNECT_TIMEOUT_MS = 5_000;

/** A connection that amqplib opens again whenever it is lost, at the latest a second after the last attempt. */
export function openRecovering(
  host: Options.Connect,
  { name, tls }: RecoveringOptions,
): Promise<RecoveringChannelModel> {
  return connect(host, {
    ...tls,
    noDelay: true,
    keepAlive: true,
    timeout: CONNECT_TIMEOUT_MS,
    clientProperties: { connection_name: name },
    // No `setup`: recovery waits for ever when the connection dies inside it. Channels are built on `connect`.
    recovery: { waitForConnect: false, initialDelay: 100, maxDelay: 1_000 },
  });
}
