import type { PublishError } from '../broker.ts';
import type { EncodedPublication } from './encode-publication.ts';

/** The answers to one call of `publish`, resolved when the last is there. */
export class Answers {
  readonly promise: Promise<readonly (PublishError | undefined)[]>;
  readonly #answers: (PublishError | undefined)[];
  #missing: number;
  #resolve: (answers: readonly (PublishError | undefined)[]) => void = () => {};

  constructor(count: number) {
    this.#answers = new Array<PublishError | undefined>(count);
    this.#missing = count;
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  set(index: number, answer: PublishError | undefined): void {
    this.#answers[index] = answer;
    if (--this.#missing === 0) this.#resolve(this.#answers);
  }
}

/** A publication on its way, until it is answered. */
export class Outgoing {
  readonly message: EncodedPublication;
  readonly deadlineAtMs: number;
  /** It has been written to a connection, so RabbitMQ may have it. */
  wasSent = false;
  /** It has come back, because its queue was not there. */
  wasUnroutable = false;
  readonly #answers: Answers;
  readonly #index: number;

  constructor(message: EncodedPublication, deadlineAtMs: number, answers: Answers, index: number) {
    this.message = message;
    this.deadlineAtMs = deadlineAtMs;
    this.#answers = answers;
    this.#index = index;
  }

  answer(error: PublishError | undefined): void {
    this.#answers.set(this.#index, error);
  }
}
