import type { Server } from 'node:net';
import { PortUnavailableError } from './port-unavailable-error.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** How many ports to try, from `port` on, while they are taken. Default 1. */
  readonly tries?: number;
  /** The variable that the operator would change, for the error's message. */
  readonly setting: string;
}

/** Makes a server listen and gives its port. Rejects with {@link PortUnavailableError}, which names the remedy. */
export async function listen(server: Server, options: ListenOptions): Promise<number> {
  const { host, port, tries = 1 } = options;
  const last = port === 0 ? 0 : Math.min(port + tries - 1, 65_535);
  for (let tried = port; ; tried += 1) {
    const error = await tryListen(server, host, tried);
    if (error === undefined) return portOf(server);
    if (error.code !== 'EADDRINUSE' || tried >= last) throw new PortUnavailableError(options, last, error);
  }
}

function tryListen(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const onListening = (): void => {
      server.off('error', onError);
      resolve(undefined);
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      resolve(error);
    };
    server.once('listening', onListening).once('error', onError).listen({ host, port });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
