import { createServer } from 'node:net';

/** The wanted TCP port of `host` if nobody listens there, else any free one. Someone may still take it before you do. */
export async function findFreePort(wanted?: number, host = '127.0.0.1'): Promise<number> {
  const port = wanted === undefined ? undefined : await tryPort(wanted, host);
  if (port !== undefined) return port;
  const any = await tryPort(0, host);
  if (any === undefined) throw new Error(`No TCP port of ${host} can be listened on.`);
  return any;
}

function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
