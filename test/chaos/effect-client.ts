import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { EffectVerb } from './effect-server.ts';

/** A worker's line to the world outside. */
export class EffectClient {
  readonly #socket: Socket;
  readonly #waiting: ((count: number) => void)[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    createInterface({ input: socket }).on('line', (line) => this.#waiting.shift()?.(Number(line)));
  }

  static async open(port: number): Promise<EffectClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new EffectClient(socket);
  }

  /** Tells it, and resolves with how often the effect of job `n` has been done. */
  tell(verb: EffectVerb, n: number): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#socket.write(`${verb} ${process.pid} ${n}\n`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
