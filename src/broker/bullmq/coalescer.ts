/**
 * Sends items in groups without ever waiting for a group to fill: what comes while as many groups are under way as may be
 * goes with the next one. With one at a time, which is the default, they arrive in order.
 */
export class Coalescer<Item, Answer> {
  readonly #send: (items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly #maxItems: number;
  #waiting: Waiting<Item, Answer>[] = [];
  readonly #maxUnderWay: number;
  #underWay = 0;

  /** `send` gives one answer for each item, in order, and never rejects. */
  constructor(
    send: (items: readonly Item[]) => Promise<readonly Answer[]>,
    maxItems: number,
    maxUnderWay = 1,
  ) {
    this.#send = send;
    this.#maxItems = maxItems;
    this.#maxUnderWay = maxUnderWay;
  }

  add(items: readonly Item[]): Promise<readonly Answer[]> {
    return new Promise((resolve) => {
      this.#waiting.push({ items, resolve });
      if (this.#underWay < this.#maxUnderWay) void this.#sendAll();
    });
  }

  async #sendAll(): Promise<void> {
    this.#underWay += 1;
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      const answers = await this.#send(group.flatMap(({ items }) => items));
      let at = 0;
      for (const { items, resolve } of group) resolve(answers.slice(at, (at += items.length)));
    }
    this.#underWay -= 1;
  }

  #takeGroup(): readonly Waiting<Item, Answer>[] {
    let count = 0;
    const end = this.#waiting.findIndex(
      ({ items }, at) => (count += items.length) > this.#maxItems && at > 0,
    );
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }
}

interface Waiting<Item, Answer> {
  readonly items: readonly Item[];
  readonly resolve: (answers: readonly Answer[]) => void;
}
