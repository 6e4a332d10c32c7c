import type { Duplex } from 'node:stream';
import type { Channel, ChannelModel } from 'amqplib';

/** The socket of a connection, which amqplib has on each but not in its types. */
export function socketOf({ connection }: ChannelModel | Channel): Duplex | undefined {
  const { stream } = connection as { stream?: Duplex };
  return stream;
}

/**
 * Frees the socket of a connection that is over. amqplib only ends it, and where the other side has vanished an ended
 * socket stays open until the kernel gives up, a quarter of an hour later.
 */
export function destroySocket(model: ChannelModel): void {
  socketOf(model)?.destroy();
}
