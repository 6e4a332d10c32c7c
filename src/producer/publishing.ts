import { setTimeout as sleep } from 'node:timers/promises';
import type { Publication, PublishError } from '../broker/broker.ts';
import { PublishRefusedError, PublishUnconfirmedError } from '../broker/broker-errors.ts';
import type { Brokers } from '../broker/brokers.ts';
import { publishTraced } from '../broker/publish-traced.ts';
import type { Queue } from '../job/queue.ts';
import type { Accepted } from '../ledger/ledger.ts';
import { NightshiftError } from '../nightshift-error.ts';
import { BrokerUnavailableError, EnqueueUnconfirmedError } from './producer-errors.ts';

/** How much longer than its time the first publication may take, connecting included. */
const OVERDUE = 1.25;

/** The unrecorded way in: straight to the broker, answered by its confirmation. */
export class Publishing {
  readonly #brokers: Brokers;
  readonly #limits: PublishingLimits;
  #unconfirmed = 0;

  constructor(brokers: Brokers, limits: PublishingLimits) {
    this.#brokers = brokers;
    this.#limits = limits;
  }

  /** @throws BrokerUnavailableError, EnqueueUnconfirmedError, TooManyUnconfirmedError */
  publish<Answer>(
    queue: Queue,
    publication: Publication,
    toAnswer: (accepted: Accepted) => Answer,
  ): Promise<Answer> {
    return this.#publish(queue, [publication], ([error]) => {
      if (error) throw error;
      return toAnswer({ id: publication.id, isDuplicate: false });
    });
  }

  /** One answer each, in order; never rejects but for {@link TooManyUnconfirmedError}. */
  publishMany(queue: Queue, batch: readonly Publication[]): Promise<readonly (Error | undefined)[]> {
    return this.#publish(queue, batch, (errors) => errors);
  }

  /** One promise for both: a second one behind it costs a flood some per cent. */
  #publish<Answer>(
    queue: Queue,
    batch: readonly Publication[],
    toAnswer: (errors: readonly (Error | undefined)[]) => Answer,
  ): Promise<Answer> {
    if (this.#unconfirmed + batch.length > this.#limits.maxUnconfirmed)
      return Promise.reject(new TooManyUnconfirmedError(queue.name, this.#unconfirmed));
    this.#unconfirmed += batch.length;
    const broker = this.#brokers.opened(queue);
    const sent = broker ? publishTraced(broker, batch) : this.#openAndPublish(queue, batch);
    return sent.then(
      (errors) => {
        this.#unconfirmed -= batch.length;
        return toAnswer(
          errors.some((error) => error !== undefined) ? translated(queue, batch, errors) : NO_ERRORS,
        );
      },
      (error: unknown) => {
        this.#unconfirmed -= batch.length;
        throw error;
      },
    );
  }

  /** A broker has a deadline of its own for a publication, and the first one waits for its connection before that. */
  async #openAndPublish(
    queue: Queue,
    batch: readonly Publication[],
  ): Promise<readonly (PublishError | undefined)[]> {
    const over = new AbortController();
    const after = (ms: number) => sleep(ms, undefined, over).catch(() => undefined);
    const { enqueueTimeoutMs } = this.#limits;
    // The broker's own deadline begins after the connection's, and knows better what became of a message.
    const timeUp = after(enqueueTimeoutMs);
    const overdue = after(enqueueTimeoutMs * OVERDUE);
    const opening = this.#brokers.of(queue);
    try {
      const broker = await Promise.race([opening, timeUp]);
      if (!broker)
        return batch.map(() => new PublishRefusedError(queue.name, 'it is still being connected to'));
      const answers = await Promise.race([publishTraced(broker, batch), overdue]);
      return answers ?? batch.map(() => new PublishUnconfirmedError(queue.name, 'no answer in time'));
    } finally {
      over.abort();
      // Whoever publishes next hears of it.
      opening.catch(() => {});
    }
  }
}

export interface PublishingLimits {
  /** Most jobs that may be on their way without an answer. */
  readonly maxUnconfirmed: number;
  /** How long an enqueue may take, in milliseconds. */
  readonly enqueueTimeoutMs: number;
}

/** Places beyond its end are `undefined`: no error. */
const NO_ERRORS: readonly undefined[] = [];

function translated(
  queue: Queue,
  batch: readonly Publication[],
  errors: readonly (PublishError | undefined)[],
): readonly (Error | undefined)[] {
  return errors.map((error, index) => {
    if (!error) return undefined;
    return error.kind === 'refused'
      ? new BrokerUnavailableError(queue.name, error)
      : new EnqueueUnconfirmedError(queue.name, batch[index]?.id ?? '', error);
  });
}

/** The broker is slower than the producer. */
export class TooManyUnconfirmedError extends NightshiftError {
  readonly code = 'TOO_MANY_UNCONFIRMED';

  constructor(queue: string, unconfirmed: number) {
    super(
      `${unconfirmed} jobs are on their way to the broker of queue ${queue} and not confirmed yet. Await earlier enqueues before sending more, or use enqueueMany.`,
    );
  }
}
