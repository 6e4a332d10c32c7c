/**
 * The places in which attempts run: at most `size` of them at a time, and one alone when a job has killed its process
 * before. Waiting is in order of asking.
 */
export class Slots {
  readonly size: number;
  #used = 0;
  #isAlone = false;
  #isClosed = false;
  readonly #waiting: { readonly start: (isTaken: boolean) => void; readonly isAlone: boolean }[] = [];

  constructor(size: number) {
    this.size = size;
  }

  get used(): number {
    return this.#used;
  }

  get free(): number {
    return this.#isAlone ? 0 : this.size - this.#used;
  }

  /** Takes a slot: at once, so that the fast path awaits nothing, or when it is this one's turn; `false` once closed. */
  take(): boolean | Promise<boolean> {
    if (this.#isClosed) return false;
    if (this.#waiting.length === 0 && this.free > 0) {
      this.#used += 1;
      return true;
    }
    return new Promise((resolve) => this.#waiting.push({ start: resolve, isAlone: false }));
  }

  give(): void {
    this.#used -= 1;
    this.#startWaiting();
  }

  /** Turns a slot that is held into the only one, when every other attempt has ended. Undone by `giveAlone`. */
  takeAlone(): Promise<boolean> {
    this.#used -= 1;
    if (this.#isClosed) return Promise.resolve(false);
    const alone = new Promise<boolean>((resolve) => this.#waiting.unshift({ start: resolve, isAlone: true }));
    this.#startWaiting();
    return alone;
  }

  giveAlone(): void {
    this.#isAlone = false;
    this.give();
  }

  /** Sends everyone away who waits, and all who will ask. */
  close(): void {
    this.#isClosed = true;
    for (const { start } of this.#waiting.splice(0)) start(false);
  }

  #startWaiting(): void {
    for (let next = this.#waiting[0]; next && this.#canStart(next.isAlone); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#used += 1;
      this.#isAlone = next.isAlone;
      next.start(true);
    }
  }

  #canStart(isAlone: boolean): boolean {
    return isAlone ? this.#used === 0 : this.free > 0;
  }
}
