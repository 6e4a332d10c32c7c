/** How large a batch may be, and how long its first member waits for others, in milliseconds. */
export interface BatchSize {
  readonly size: number;
  readonly waitMs: number;
}

/** Gathers items into batches: full ones go at once, others when their first item has waited long enough. */
export class Gather<Item> {
  readonly #size: BatchSize;
  readonly #onBatch: (items: readonly Item[]) => void;
  #items: Item[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(size: BatchSize, onBatch: (items: readonly Item[]) => void) {
    this.#size = size;
    this.#onBatch = onBatch;
  }

  add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length >= this.#size.size) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#size.waitMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#onBatch(items);
  }
}
