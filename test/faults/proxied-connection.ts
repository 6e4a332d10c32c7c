import { connect, type Socket } from 'node:net';
import type { Conditions } from './conditions.ts';
import { Flow } from './flow.ts';

/** The paths that a connection takes. */
export interface Paths {
  readonly toServer: Conditions;
  readonly toClient: Conditions;
  readonly random: () => number;
}

/** A client's connection to the proxy and the proxy's connection to the server, as one. */
export class ProxiedConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #toServer: Flow;
  readonly #toClient: Flow;

  constructor(client: Socket, serverPort: number, { toServer, toClient, random }: Paths) {
    const server = connect({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    server.on('error', () => {});
    this.#client = client;
    this.#server = server;
    this.#toServer = new Flow(client, server, toServer, {
      random,
      onCut: () => this.#cut(server, client),
      onReplyToLose: () => this.#cutOnReply(),
    });
    this.#toClient = new Flow(server, client, toClient, {
      random,
      onCut: () => this.#cut(client, server),
      onReplyToLose: () => this.#cutOnRequest(),
    });
  }

  /** Resets both sides. */
  reset(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  /** Calls the listener when both sides are closed. */
  onClosed(listener: () => void): void {
    const tell = () => this.#client.destroyed && this.#server.destroyed && listener();
    this.#client.once('close', tell);
    this.#server.once('close', tell);
  }

  #cutOnReply(): void {
    this.#toClient.end();
    this.#server.once('data', () => this.#cut(this.#server, this.#client));
  }

  #cutOnRequest(): void {
    this.#toServer.end();
    this.#client.once('data', () => this.#cut(this.#client, this.#server));
  }

  /** One side reads all that was passed on before it learns of the end; the other side is reset. */
  #cut(reads: Socket, isReset: Socket): void {
    this.#toServer.end();
    this.#toClient.end();
    reads.end();
    isReset.resetAndDestroy();
  }
}
