import type { Cache, KeepLater, Keeping } from './cache.ts';
import type { CacheStore, FoundKey } from './cache-store.ts';
import { type Figures, type KindFigures, kindFigures } from './figures.ts';
import type { Forgetting } from './forgetting.ts';
import { checkCacheKeys } from './invalid-cache-key-error.ts';
import { type FullKeeping, fullKeeping, type TtlOf } from './keeping.ts';
import type { Kept, KeptEntries, Standing } from './kept-entries.ts';
import { kindOf } from './kinds.ts';
import { loadUnderLease } from './load-under-lease.ts';
import type { Loads } from './loads.ts';
import { plainCopy } from './plain-copy.ts';

export interface StoredCacheParts {
  readonly store: CacheStore;
  readonly entries: KeptEntries;
  readonly forgetting: Forgetting;
  readonly loads: Loads;
  readonly figures: Figures;
  readonly ttlOf: TtlOf;
}

/** The cache over a store, this process's level, and what tells the others. */
export class StoredCache implements Cache {
  readonly #parts: StoredCacheParts;
  readonly #entries: KeptEntries;

  constructor(parts: StoredCacheParts) {
    this.#parts = parts;
    this.#entries = parts.entries;
  }

  peek(key: string): unknown {
    return this.#entries.near(key)?.value;
  }

  // as, here and below: a key stands for one kind of value, as its callers say

  async get<Value>(key: string): Promise<Value | undefined> {
    const near = this.#entries.near(key);
    if (near) return near.value as Value;
    checkCacheKeys([key]);
    const kept = await this.#entries.findOne(key);
    this.#count(key, kept);
    return kept?.isFresh === true ? (kept.value as Value) : undefined;
  }

  async getMany<Value>(keys: readonly string[]): Promise<readonly (Value | undefined)[]> {
    checkCacheKeys(keys);
    const found = await this.#entries.find(keys);
    return keys.map((key, at) => {
      const kept = found[at];
      this.#count(key, kept);
      return kept?.isFresh === true ? (kept.value as Value) : undefined;
    });
  }

  set(key: string, value: unknown, keeping?: Keeping): Promise<void> {
    return this.setMany([[key, value]], keeping);
  }

  async setMany(given: Iterable<readonly [string, unknown]>, keeping?: Keeping): Promise<void> {
    const made = Array.from(given, ([key, value]) => ({ key, value, keeping: this.#full(key, keeping) }));
    const [first] = made;
    if (first === undefined) return;
    const keys = made.map(({ key }) => key);
    const { tags } = first.keeping;
    const longestMs = Math.max(...made.map((entry) => entry.keeping.lifeMs));
    const { entries, loads, forgetting } = this.#parts;
    loads.forgetKeys(keys);
    await this.#entries.unlessAway(
      async () => entries.write(made, await entries.standing(tags, longestMs)),
      () => forgetting.missed(keys),
    );
  }

  async delete(...keys: readonly string[]): Promise<number> {
    checkCacheKeys(keys);
    return keys.length === 0 ? 0 : this.#parts.forgetting.keys(keys);
  }

  async exists(key: string): Promise<boolean> {
    checkCacheKeys([key]);
    return (await this.#entries.find([key]))[0]?.isFresh === true;
  }

  async deletePattern(pattern: string): Promise<number> {
    checkCacheKeys([pattern]);
    return this.#parts.forgetting.pattern(pattern);
  }

  async invalidateTags(...tags: readonly string[]): Promise<void> {
    checkCacheKeys(tags);
    if (tags.length > 0) await this.#parts.forgetting.tags(tags);
  }

  async wrap<Value>(key: string, keeping: Keeping, load: () => Promise<Value>): Promise<Value> {
    const near = this.#entries.near(key);
    if (near) return near.value as Value;
    const full = this.#full(key, keeping);
    return this.#parts.loads.join(key, full.tags, () => this.#findOrLoad(key, full, load));
  }

  async writeThrough<Value>(key: string, keeping: Keeping, write: () => Promise<Value>): Promise<Value> {
    const full = this.#full(key, keeping);
    const { entries, forgetting } = this.#parts;
    const standing = await this.#entries.unlessAway(
      () => entries.standing(full.tags, full.lifeMs),
      () => undefined,
    );
    try {
      const value = plainCopy(await write());
      if (standing === undefined) forgetting.missed([key]);
      else await this.#keep({ key, value, keeping: full }, standing);
      return value;
    } catch (error) {
      // Nobody knows what it has written.
      await forgetting.keys([key]);
      throw error;
    }
  }

  async prepare(kind: string, keeping?: Keeping): Promise<KeepLater> {
    const { entries, loads } = this.#parts;
    const full = this.#full(kind, keeping);
    const standing = await entries.unlessAway(
      () => entries.standing(full.tags, full.lifeMs),
      () => undefined,
    );
    return async (key, value) => {
      checkCacheKeys([key]);
      if (standing === undefined) return;
      loads.forgetKeys([key]);
      await entries.unlessAway(
        () => entries.write([{ key, value, keeping: full }], standing),
        () => undefined,
      );
    };
  }

  async stats(): Promise<readonly KindFigures[]> {
    const { store, figures } = this.#parts;
    const sums = figures.take();
    return this.#entries.unlessAway(
      async () => {
        await store.addFigures(sums);
        return kindFigures(await store.figures());
      },
      () => {
        figures.giveBack(sums);
        return [];
      },
    );
  }

  find(pattern: string, limit: number): Promise<readonly FoundKey[]> {
    checkCacheKeys([pattern]);
    return this.#parts.store.find(pattern, limit);
  }

  async #findOrLoad<Value>(key: string, keeping: FullKeeping, load: () => Promise<Value>): Promise<Value> {
    const found = await this.#entries.unlessAway(
      () => this.#entries.findOrReject([key]),
      () => undefined,
    );
    const kept = found?.[0];
    this.#count(key, kept);
    if (found === undefined) return this.#loadAlone(key, load);
    if (kept === undefined) return this.#load(key, keeping, load);
    if (!kept.isFresh) this.#reload(key, keeping, load);
    return kept.value as Value;
  }

  #load<Value>(key: string, keeping: FullKeeping, load: () => Promise<Value>): Promise<Value> {
    return loadUnderLease({ ...this.#parts, key, keeping }, () => this.#counted(key, load));
  }

  /** While the store is away. */
  async #loadAlone<Value>(key: string, load: () => Promise<Value>): Promise<Value> {
    return plainCopy(await this.#counted(key, load));
  }

  /** Beside the callers, who have the old value; when it fails, the next one tries again. */
  #reload<Value>(key: string, keeping: FullKeeping, load: () => Promise<Value>): void {
    const reload = (): Promise<Value> => this.#load(key, keeping, load);
    this.#parts.loads.join(`${key}\n`, keeping.tags, reload).catch(() => {});
  }

  async #keep(
    entry: { readonly key: string; readonly value: unknown; readonly keeping: FullKeeping },
    standing: Standing,
  ): Promise<void> {
    const { entries, loads, forgetting } = this.#parts;
    loads.forgetKeys([entry.key]);
    await this.#entries.unlessAway(
      () => entries.write([entry], standing),
      () => forgetting.missed([entry.key]),
    );
  }

  #counted<Value>(key: string, load: () => Promise<Value>): Promise<Value> {
    this.#parts.figures.of(kindOf(key)).loads += 1;
    return load();
  }

  #count(key: string, kept: Kept | undefined): void {
    const counts = this.#parts.figures.of(kindOf(key));
    if (kept === undefined) counts.misses += 1;
    else if (kept.isFresh) counts.hits += 1;
    else counts.staleHits += 1;
  }

  /** @throws InvalidCacheKeyError */
  #full(key: string, keeping: Keeping): FullKeeping {
    const full = fullKeeping(key, keeping, this.#parts.ttlOf);
    checkCacheKeys([key]);
    checkCacheKeys(full.tags);
    return full;
  }
}
