import { createServer } from 'node:net';

/** The wanted TCP port of 127.0.0.1 if nobody listens there, else any free one. Someone may still take it before you do. */
export async function findFreePort(wanted?: number): Promise<number> {
  const port = wanted === undefined ? undefined : await tryPort(wanted);
  if (port !== undefined) return port;
  const any = await tryPort(0);
  if (any === undefined) throw new Error('No TCP port is free on 127.0.0.1.');
  return any;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
