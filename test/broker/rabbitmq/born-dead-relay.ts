import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A path to a server on which the first connections are closed in the very packet that opens them, which amqplib takes
 * for connections that live. Gives the url.
 */
export async function startBornDeadRelay(serverUrl: string, deadConnections: number): Promise<string> {
  const serverPort = Number(new URL(serverUrl).port);
  let left = deadConnections;
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    if (left-- > 0) return openAndClose(client);
    const upstream = connect(serverPort, '127.0.0.1');
    upstream.on('error', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = new URL(serverUrl);
  // An address, because the server listens on a port.
  url.port = String((server.address() as AddressInfo).port);
  return url.href;
}

/** The server's part of the handshake of AMQP 0-9-1 (section 2.2.4), with Connection.Close right behind Open-Ok. */
function openAndClose(client: Socket): void {
  const answers = [
    method(10, [0, 9, ...longText(''), ...longText('PLAIN'), ...longText('en_US')]),
    method(30, [0, 0, 0, 2, 0, 0, 0, 0]),
    Buffer.concat([method(41, [0]), method(50, [0x01, 0x40, 0, 0, 0, 0, 0])]),
  ];
  client.on('data', () => {
    const answer = answers.shift();
    if (answer !== undefined) client.write(answer);
  });
}

/** A method of class 10 on channel 0. */
function method(id: number, fields: readonly number[]): Buffer {
  const frame = Buffer.from([1, 0, 0, 0, 0, 0, 4 + fields.length, 0, 10, 0, id, ...fields, 0xce]);
  return frame;
}

function longText(text: string): readonly number[] {
  return [0, 0, 0, text.length, ...Buffer.from(text)];
}
