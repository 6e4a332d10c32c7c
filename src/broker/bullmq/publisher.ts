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

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  async publish(batch: readonly Publication[]): Promise<readonly PublishAnswer[]> {
    const deadlineAtMs = performance.now() + this.#options.deadlineMs;
    const [first] = batch;
    if (first !== undefined && batch.length === 1) return this.#sendWithin(first.queue, batch, deadlineAtMs);
    const answers: PublishAnswer[] = Array.from({ length: batch.length });
    const chunks = cutIntoChunks(batch, this.#options.chunkSize).values();
    const lanes = Array.from({ length: this.#options.chunksInFlight }, async () => {
      for (const { queue, indexes } of chunks) {
        const publications = indexes.flatMap((index) => batch[index] ?? []);
        const given = await this.#sendWithin(queue, publications, deadlineAtMs);
        for (const [at, index] of indexes.entries()) answers[index] = given[at];
      }
    });
    await Promise.all(lanes);
    return answers;
  }

  #sendWithin(
    queue: string,
    publications: readonly Publication[],
    deadlineAtMs: number,
  ): Promise<readonly PublishAnswer[]> {
    const { deadlineMs } = this.#options;
    const leftMs = deadlineAtMs - performance.now();
    if (leftMs <= 0) {
      return Promise.resolve(refuseAll(queue, publications, `its turn did not come within ${deadlineMs} ms`));
    }
    return new Promise((resolve) => {
      const sending: Sending = { isSent: false, isOver: false };
      const timer = setTimeout(() => {
        sending.isOver = true;
        if (!sending.isSent) return resolve(refuseAll(queue, publications, this.#options.whyNotUsable()));
        const why = `no answer within ${deadlineMs} ms`;
        return resolve(publications.map(() => new PublishUnconfirmedError(queue, why)));
      }, leftMs);
      const answer = async (): Promise<void> => {
        resolve(await this.#send(queue, publications, sending));
        clearTimeout(timer);
      };
      void answer();
    });
  }

  async #send(
    queue: string,
    publications: readonly Publication[],
    sending: Sending,
  ): Promise<readonly PublishAnswer[]> {
    const usable = this.#options.waitUntilUsable();
    if (usable !== undefined) {
      try {
        await usable;
      } catch (error) {
        return refuseAll(queue, publications, error instanceof Error ? error.message : String(error));
      }
    }
    if (sending.isOver) return [];
    sending.isSent = true;
    return this.#options.send(queue, publications);
  }
}

function refuseAll(
  queue: string,
  publications: readonly Publication[],
  why: string,
): readonly PublishAnswer[] {
  const error = new PublishRefusedError(queue, why);
  return publications.map(() => error);
}

interface Sending {
  isSent: boolean;
  isOver: boolean;
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
