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
  readonly #redeclaring = new Set<string>();
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
    const declaring = Array.from(this.#queues.values(), async (queue) => {
      try {
        await this.declare(model, queue);
      } catch (error) {
        this.#log.error('A queue cannot be declared on RabbitMQ', { queue: queue.name, error });
        if (error instanceof QueueMismatchError) this.#mismatch ??= error;
      }
    });
    await Promise.all(declaring);
  }

  /** Declares one queue, and says so when it was not there: what it held is forgotten. */
  async declare(model: ChannelModel, queue: Queue): Promise<void> {
    this.#queues.set(queue.name, queue);
    const found = await declareQueue(model, queue);
    if (found === 'created' && queue.name !== deadLetterQueue.name) {
      this.#onForgot(queue.name, 'RabbitMQ had no such queue');
    }
  }

  /** Declares a queue that has turned out to be missing, once at a time. Never rejects. */
  async redeclare(model: ChannelModel | undefined, name: string): Promise<void> {
    const queue = this.#queues.get(name);
    if (model === undefined || queue === undefined || this.#redeclaring.has(name)) return;
    this.#redeclaring.add(name);
    try {
      await this.declare(model, queue);
    } catch (error) {
      this.#log.error('A queue cannot be declared on RabbitMQ', { queue: name, error });
    } finally {
      this.#redeclaring.delete(name);
    }
  }
}
