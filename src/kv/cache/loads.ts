interface Load {
  readonly value: Promise<unknown>;
  readonly tags: readonly string[];
}

/** What this process loads now, each key once. Whatever is forgotten meanwhile is joined by nobody any more. */
export class Loads {
  readonly #underWay = new Map<string, Load>();

  /** Joins the load of a key that is under way, or starts it. */
  join<Value>(key: string, tags: readonly string[], start: () => Promise<Value>): Promise<Value> {
    // as: a key stands for one kind of value, as its callers say
    const underWay = this.#underWay.get(key) as { readonly value: Promise<Value> } | undefined;
    if (underWay) return underWay.value;
    const load = { value: start(), tags };
    this.#underWay.set(key, load);
    const end = (): void => {
      if (this.#underWay.get(key) === load) this.#underWay.delete(key);
    };
    load.value.then(end, end);
    return load.value;
  }

  forgetKeys(keys: readonly string[]): void {
    for (const key of keys) this.#underWay.delete(key);
  }

  forgetTags(tags: readonly string[]): void {
    for (const [key, load] of this.#underWay)
      if (tags.some((tag) => load.tags.includes(tag))) this.#underWay.delete(key);
  }

  forgetIf(isMeant: (key: string) => boolean): void {
    for (const key of this.#underWay.keys()) if (isMeant(key)) this.#underWay.delete(key);
  }
}
