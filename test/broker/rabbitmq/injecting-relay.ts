import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A path to a server on which the test can slip in AMQP frames of its own. */
export interface InjectingRelay {
  readonly url: string;
  /** Sends to the server, on every connection, a Basic.Ack for a delivery that never was, on the first channels. */
  ackUnknownDelivery(): void;
}

/** Starts a relay to the server of the url, closed at the end of the test. */
export async function startInjectingRelay(serverUrl: string): Promise<InjectingRelay> {
  const { port } = new URL(serverUrl);
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    client.pipe(upstream).pipe(client);
    sockets.push(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const url = new URL(serverUrl);
  // An address, because the server listens on a port.
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    ackUnknownDelivery() {
      for (const socket of sockets) if (!socket.destroyed) socket.write(basicAck(1, 4_000_000));
    },
  };
}

/** AMQP 0-9-1, 2.3.5 and 1.8.3.13: a method frame with class 60, method 80, a delivery tag and `multiple`. */
function basicAck(channel: number, deliveryTag: number): Buffer {
  const frame = Buffer.alloc(21);
  frame.writeUInt8(1, 0);
  frame.writeUInt16BE(channel, 1);
  frame.writeUInt32BE(13, 3);
  frame.writeUInt16BE(60, 7);
  frame.writeUInt16BE(80, 9);
  frame.writeBigUInt64BE(BigInt(deliveryTag), 11);
  frame.writeUInt8(0, 19);
  frame.writeUInt8(0xce, 20);
  return frame;
}
