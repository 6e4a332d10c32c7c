import { ApiError } from '../http/api-error.ts';

/** A page has one or two; browsers keep six connections to a host. */
const MOST_OF_ONE = 12;
const MOST_OF_ALL = 5_000;

/** Counts the open streams of this process. */
export class StreamLimit {
  readonly #open = new Map<string, number>();
  #all = 0;

  /** Gives what is to be called when the stream is over. @throws ApiError 429, 503 */
  take(caller: string): () => void {
    const before = this.#open.get(caller) ?? 0;
    if (before >= MOST_OF_ONE)
      throw new ApiError(429, `${MOST_OF_ONE} streams are open already: close one.`, {
        headers: { 'Retry-After': '5' },
      });
    if (this.#all >= MOST_OF_ALL) throw new ApiError(503, 'Too many streams are open: come back later.');
    this.#open.set(caller, before + 1);
    this.#all += 1;
    return () => {
      this.#all -= 1;
      const left = (this.#open.get(caller) ?? 1) - 1;
      if (left === 0) this.#open.delete(caller);
      else this.#open.set(caller, left);
    };
  }
}
