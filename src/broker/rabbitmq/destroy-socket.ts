import type { Duplex } from 'node:stream';
import type { ChannelModel } from 'amqplib';

/**
 * Frees the socket of a connection that is over. amqplib only ends it, and where the other side has vanished an ended
 * socket stays open until the kernel gives up, a quarter of an hour later.
 */
export function destroySocket(model: ChannelModel): void {
  // `stream` is the socket: amqplib has it on every connection, but not in its types.
  const { stream } = model.connection as { stream?: Duplex };
  stream?.destroy();
}
