import type { ConfirmChannel } from 'amqplib';
import type { Log } from '../../telemetry/log.ts';
import { makeDeferred } from './deferred.ts';
import { KeptChannel } from './kept-channel.ts';
import type { Link } from './link.ts';
import { Publisher } from './publisher.ts';
import { socketOf } from './socket-of.ts';
import type { Topology } from './topology.ts';
import { WriteBatcher } from './write-batcher.ts';

export interface PublishingOptions {
  readonly link: Link;
  readonly topology: Topology;
  /** How long a publication may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly log: Log;
}

/** The side of the broker that publishes: every queue is declared before anything is sent to it. */
export class Publishing {
  readonly #link: Link;
  readonly #ready = makeDeferred();
  readonly #publisher: Publisher;
  readonly #kept: KeptChannel<ConfirmChannel>;

  constructor({ link, topology, timeoutMs, log }: PublishingOptions) {
    const publisher = new Publisher({
      link,
      timeoutMs,
      declare: (queue) => topology.redeclare(link.model, queue),
    });
    this.#link = link;
    this.#publisher = publisher;
    this.#kept = new KeptChannel<ConfirmChannel>(link, {
      open: (model) => model.createConfirmChannel(),
      prepare: (_channel, model) => topology.declareAll(model),
      onBuilt: (channel) => {
        publisher.use(channel, new WriteBatcher(socketOf(channel)));
        this.#ready.resolve();
      },
      onGone: () => publisher.lose(),
      onTrouble: (error) =>
        log.error('RabbitMQ closed the channel for publishing; it is opened again', { error }),
    });
  }

  get link(): Link {
    return this.#link;
  }

  get publisher(): Publisher {
    return this.#publisher;
  }

  /** Resolves when publications are taken for the first time. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  async close(): Promise<void> {
    await this.#publisher.close();
    await this.#kept.close();
    await this.#link.close();
  }
}
