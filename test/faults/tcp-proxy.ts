import { createServer, type Server, type Socket } from 'node:net';
import { findPort } from '../servers/find-port.ts';
import { Conditions } from './conditions.ts';
import { ProxiedConnection } from './proxied-connection.ts';

/** What a proxy may be given. */
export interface TcpProxyOptions {
  /** Decides about jitter, between 0 and 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** Starts a proxy on a free port of 127.0.0.1 that passes everything on to the server at the port. */
export async function startTcpProxy(serverPort: number, options: TcpProxyOptions = {}): Promise<TcpProxy> {
  const proxy = new TcpProxy(await findPort(), serverPort, options.random ?? Math.random);
  await proxy.listen();
  return proxy;
}

/** A path to a server on which things can go wrong, in each direction by itself. */
export class TcpProxy {
  readonly port: number;
  readonly toServer = new Conditions();
  readonly toClient = new Conditions();
  /** Whether new connections are reset at once. */
  isRefusing = false;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  #connectionsSoFar = 0;

  constructor(port: number, serverPort: number, random: () => number) {
    this.port = port;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) =>
      this.#accept(client, serverPort, random),
    );
  }

  /** How many connections are open now. */
  get connections(): number {
    return this.#connections.size;
  }

  /** How many connections there have been. */
  get connectionsSoFar(): number {
    return this.#connectionsSoFar;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(this.port, '127.0.0.1', resolve);
    });
  }

  /** The server's url, by way of this proxy. */
  urlOf(serverUrl: string): string {
    const url = new URL(serverUrl);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.href;
  }

  /** Resets every connection, on both sides. */
  cutAll(): void {
    for (const connection of this.#connections) connection.reset();
  }

  /** All is well again, for bytes and connections to come; connections that have lost bytes stay silent. */
  heal(): void {
    this.isRefusing = false;
    this.toServer.heal();
    this.toClient.heal();
  }

  /** Resets every connection and takes no more. */
  async close(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket, serverPort: number, random: () => number): void {
    client.on('error', () => {});
    if (this.isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const connection = new ProxiedConnection(client, serverPort, { ...this.#paths, random });
    this.#connectionsSoFar += 1;
    this.#connections.add(connection);
    connection.onClosed(() => this.#connections.delete(connection));
  }

  get #paths(): { toServer: Conditions; toClient: Conditions } {
    return { toServer: this.toServer, toClient: this.toClient };
  }
}
