import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Publication, PublishError } from '../broker.ts';
import { PublishRefusedError, PublishUnconfirmedError } from '../broker-errors.ts';

export type PublishAnswer = PublishError | undefined;

export interface PublisherOptions {
  /** Longest that any publication waits for its answer. */
  readonly deadlineMs: number;
  /** Most publications of one queue that are sent together. */
  readonly chunkSize: number;
  /** Most chunks that wait for their answers at a time. */
  readonly chunksInFlight: number;
  /** `undefined` while the server can be used; else resolves when it can, and rejects when it must not. */
  readonly waitUntilUsable: () => Promise<void> | undefined;
  /** Why the server cannot be used, in words. */
  readonly whyNotUsable: () => string;
  /** Sends publications of one queue together; one answer each. Never rejects. */
  readonly send: (queue: string, publications: readonly Publication[]) => Promise<readonly PublishAnswer[]>;
}

/**
 * Sends batches in chunks, those of one queue in the order given, and answers within the deadline: what was not sent
 * by then is refused and never sent, what was sent and not answered is unconfirmed.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  #underWay = 0;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  publish(batch: readonly Publication[]): Promise<readonly PublishAnswer[]> {
    const deadlineAtMs = performance.now() + this.#options.deadlineMs;
    const [first] = batch;
    return first !== undefined && batch.length === 1
      ? this.#send(first.queue, batch, deadlineAtMs)
      : this.#sendChunks(batch, deadlineAtMs);
  }

  /** Resolves when every publication has its answer; within the deadline, that is. */
  async finish(): Promise<void> {
    while (this.#underWay > 0) await sleep(5);
  }

  async #sendChunks(batch: readonly Publication[], deadlineAtMs: number): Promise<readonly PublishAnswer[]> {
    this.#underWay += 1;
    const answers: PublishAnswer[] = Array.from({ length: batch.length });
    const chunks = cutIntoChunks(batch, this.#options.chunkSize).values();
    const lanes = Array.from({ length: this.#options.chunksInFlight }, async () => {
      for (const { queue, indexes } of chunks) {
        const publications = indexes.flatMap((index) => batch[index] ?? []);
        const given = await this.#send(queue, publications, deadlineAtMs);
        for (const [at, index] of indexes.entries()) answers[index] = given[at];
      }
    });
    await Promise.all(lanes);
    this.#underWay -= 1;
    return answers;
  }

  #send(
    queue: string,
    publications: readonly Publication[],
    deadlineAtMs: number,
  ): Promise<readonly PublishAnswer[]> {
    const usable = this.#options.waitUntilUsable();
    if (usable !== undefined) return this.#sendWhen(usable, queue, publications, deadlineAtMs);
    const { deadlineMs } = this.#options;
    const leftMs = deadlineAtMs - performance.now();
    if (leftMs <= 0) {
      const why = new Error(`its turn did not come within ${deadlineMs} ms`);
      return Promise.resolve(refuseAll(queue, publications, why));
    }
    return this.#answerWithin(this.#options.send(queue, publications), leftMs, () => {
      return publications.map(() => new PublishUnconfirmedError(queue, `no answer within ${deadlineMs} ms`));
    });
  }

  async #sendWhen(
    usable: Promise<void>,
    queue: string,
    publications: readonly Publication[],
    deadlineAtMs: number,
  ): Promise<readonly PublishAnswer[]> {
    const obstacle = await this.#answerWithin<unknown>(
      usable.then(
        () => undefined,
        (error: unknown) => error,
      ),
      deadlineAtMs - performance.now(),
      () => new Error(this.#options.whyNotUsable()),
    );
    if (obstacle !== undefined) return refuseAll(queue, publications, obstacle);
    return this.#send(queue, publications, deadlineAtMs);
  }

  /** What `work` gives, or `late()` when that takes longer. `work` must not reject. */
  #answerWithin<T>(work: Promise<T>, leftMs: number, late: () => T): Promise<T> {
    this.#underWay += 1;
    return new Promise((resolve) => {
      let isAnswered = false;
      const answer = (given: T): void => {
        if (isAnswered) return;
        isAnswered = true;
        this.#underWay -= 1;
        clearTimeout(timer);
        resolve(given);
      };
      // A timer may end up to a millisecond early; what waits behind this answer must then find the deadline past.
      const timer = setTimeout(() => answer(late()), Math.ceil(leftMs) + 1);
      void work.then(answer);
    });
  }
}

function refuseAll(
  queue: string,
  publications: readonly Publication[],
  cause: unknown,
): readonly PublishAnswer[] {
  const error = new PublishRefusedError(queue, cause instanceof Error ? cause.message : String(cause), cause);
  return publications.map(() => error);
}

interface Chunk {
  readonly queue: string;
  readonly indexes: readonly number[];
}

function cutIntoChunks(batch: readonly Publication[], chunkSize: number): readonly Chunk[] {
  const byQueue = new Map<string, number[]>();
  for (const [index, { queue }] of batch.entries()) {
    const indexes = byQueue.get(queue);
    if (indexes) indexes.push(index);
    else byQueue.set(queue, [index]);
  }
  return [...byQueue].flatMap(([queue, indexes]) =>
    Array.from({ length: Math.ceil(indexes.length / chunkSize) }, (_, at) => ({
      queue,
      indexes: indexes.slice(at * chunkSize, (at + 1) * chunkSize),
    })),
  );
}
