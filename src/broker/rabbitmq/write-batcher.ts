import type { Duplex } from 'node:stream';

/**
 * Lets all that is published in one turn of the event loop leave in one write. amqplib writes each message by itself,
 * and at full speed these system calls are most of what publishing costs.
 */
export class WriteBatcher {
  readonly #socket: Duplex | undefined;
  #isHolding = false;

  constructor(socket: Duplex | undefined) {
    this.#socket = socket;
  }

  /** To be called after something was published, in the same turn. */
  hold(): void {
    const socket = this.#socket;
    if (socket === undefined || this.#isHolding) return;
    this.#isHolding = true;
    socket.cork();
    // amqplib moves messages to the socket in an immediate that it asks for in a tick; this one comes right behind.
    process.nextTick(() => {
      setImmediate(() => {
        this.#isHolding = false;
        socket.uncork();
      });
    });
  }
}
