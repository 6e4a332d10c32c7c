import type { ChannelModel } from 'amqplib';
import type { Queue } from '../../job/queue.ts';
import type { Log } from '../../telemetry/log.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { declareQueue } from './declare-queue.ts';
import { QueueMismatchError } from './queue-mismatch-error.ts';

/** The queues that this process knows, declared on each connection. */
export class Topology {
  readonly #queues = new Map<string, Queue>([[deadLetterQueue.name, deadLetterQueue]]);
  readonly #log: Log;
  readonly #onForgot: (queue: string, why: string) => void;
  /** What is being declared just now, so that a burst of returns asks once. */
  readonly #redeclaring = new Map<string, Promise<boolean>>();
  #mismatch: QueueMismatchError | undefined;

  constructor(queues: readonly Queue[], log: Log, onForgot: (queue: string, why: string) => void) {
    for (const queue of queues) this.#queues.set(queue.name, queue);
    this.#log = log;
    this.#onForgot = onForgot;
  }

  /** The first queue found to be declared otherwise by others. */
  get mismatch(): QueueMismatchError | undefined {
    return this.#mismatch;
  }

  /** Declares every queue; one that cannot be is logged and holds up no other. */
  async declareAll(model: ChannelModel): Promise<void> {
    await Promise.all(Array.from(this.#queues.values(), (queue) => this.#tryToDeclare(model, queue)));
  }

  /** Declares one queue, and says so when it was not there: what it held is forgotten. */
  async declare(model: ChannelModel, queue: Queue): Promise<void> {
    this.#queues.set(queue.name, queue);
    const found = await declareQueue(model, queue);
    if (found === 'created' && queue.name !== deadLetterQueue.name) {
      this.#onForgot(queue.name, 'RabbitMQ had no such queue');
    }
  }

  /** Declares a queue that has turned out to be missing, and says whether it is there now. Never rejects. */
  async redeclare(model: ChannelModel | undefined, name: string): Promise<boolean> {
    const queue = this.#queues.get(name);
    if (model === undefined || queue === undefined) return false;
    const redeclaring = this.#redeclaring.get(name) ?? this.#tryToDeclare(model, queue);
    this.#redeclaring.set(name, redeclaring);
    return redeclaring.finally(() => this.#redeclaring.delete(name));
  }

  async #tryToDeclare(model: ChannelModel, queue: Queue): Promise<boolean> {
    try {
      await this.declare(model, queue);
      return true;
    } catch (error) {
      this.#log.error('A queue cannot be declared on RabbitMQ', { queue: queue.name, error });
      if (error instanceof QueueMismatchError) this.#mismatch ??= error;
      return false;
    }
  }
}
