import type { Brokers } from '../broker/brokers.ts';
import type { Publication, PublishError } from '../broker/broker.ts';
import type { Accepted } from '../ledger/ledger.ts';
import type { Queue } from '../job/queue.ts';
import { NightshiftError } from '../nightshift-error.ts';
import { BrokerUnavailableError, EnqueueUnconfirmedError } from './producer-errors.ts';

/** The unrecorded way in: straight to the broker, answered by its confirmation. */
export class Publishing {
  readonly #brokers: Brokers;
  readonly #maxUnconfirmed: number;
  #unconfirmed = 0;

  /** `maxUnconfirmed`: most jobs that may be on their way without an answer. */
  constructor(brokers: Brokers, maxUnconfirmed: number) {
    this.#brokers = brokers;
    this.#maxUnconfirmed = maxUnconfirmed;
  }

  /** @throws BrokerUnavailableError, EnqueueUnconfirmedError, TooManyUnconfirmedError */
  publish(queue: Queue, publication: Publication): Promise<Accepted> {
    return this.publishMany(queue, [publication]).then(([error]) => {
      if (error) throw error;
      return { id: publication.id, isDuplicate: false };
    });
  }

  /** One answer each, in order; never rejects but for {@link TooManyUnconfirmedError}. */
  publishMany(queue: Queue, batch: readonly Publication[]): Promise<readonly (Error | undefined)[]> {
    if (this.#unconfirmed + batch.length > this.#maxUnconfirmed)
      return Promise.reject(new TooManyUnconfirmedError(queue.name, this.#unconfirmed));
    this.#unconfirmed += batch.length;
    const broker = this.#brokers.opened(queue);
    const sent = broker
      ? broker.publish(batch)
      : this.#brokers.of(queue).then((opened) => opened.publish(batch));
    return sent.then(
      (errors) => {
        this.#unconfirmed -= batch.length;
        return errors.some((error) => error !== undefined) ? translated(queue, batch, errors) : NO_ERRORS;
      },
      (error: unknown) => {
        this.#unconfirmed -= batch.length;
        throw error;
      },
    );
  }
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
