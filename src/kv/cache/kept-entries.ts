import { randomUUID } from 'node:crypto';
import { isStoreAway } from '../kv-unavailable-error.ts';
import type { Signals } from '../signals/signals.ts';
import type { CacheStore } from './cache-store.ts';
import { decodeEntry, type Entry, encodeEntry } from './entry.ts';
import type { Forgetting } from './forgetting.ts';
import type { FullKeeping } from './keeping.ts';
import { plainCopy } from './plain-copy.ts';
import type { ProcessLevel } from './process-level.ts';
import { together } from './together.ts';

/** What was found under a key; not fresh: old, and to be had while it is loaded anew. */
export interface Kept {
  readonly value: unknown;
  readonly isFresh: boolean;
}

export interface KeptEntriesParts {
  readonly store: CacheStore;
  readonly level: ProcessLevel;
  readonly signals: Signals;
  readonly forgetting: Forgetting;
}

/** A value to keep under a key. */
export interface NewEntry {
  readonly key: string;
  readonly value: unknown;
  readonly keeping: FullKeeping;
}

/** The versions of some tags, and what this process had forgotten, at one time. */
export interface Standing {
  readonly tagVersions: readonly string[];
  readonly mark: number;
}

/** Reads and writes values, in this process and the store; gives only those whose tags still stand. */
export class KeptEntries {
  readonly #parts: KeptEntriesParts;
  // For the hottest paths, which every step costs.
  readonly #signals: Signals;
  readonly #level: ProcessLevel;
  readonly #read: CacheStore['read'];
  readonly #tagVersions: CacheStore['tagVersions'];

  constructor(parts: KeptEntriesParts) {
    this.#parts = parts;
    this.#signals = parts.signals;
    this.#level = parts.level;
    this.#read = together((keys) => parts.store.read(keys));
    this.#tagVersions = together((tags) => parts.store.tagVersions(tags));
  }

  /** What this process has at hand; nothing while it would not hear that it is to forget. */
  near(key: string): { readonly value: unknown } | undefined {
    return this.#signals.isHearing ? this.#level.get(key) : undefined;
  }

  /** What is read from here on is newer than everything that was forgotten before. */
  mark(): number {
    return this.#parts.level.forgotten;
  }

  /** Keeps an entry at hand, unless something was forgotten since the mark: then it may be what was meant. */
  putNear(key: string, entry: Entry, mark: number): void {
    const { signals, level } = this.#parts;
    if (signals.isHearing && level.forgotten === mark) level.put(key, entry);
  }

  /** What the store has, in the order of the keys; nothing while it is away. */
  async find(keys: readonly string[]): Promise<readonly (Kept | undefined)[]> {
    try {
      return await this.findOrReject(keys);
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      return keys.map(() => undefined);
    }
  }

  /** The same of one key. */
  async findOne(key: string): Promise<Kept | undefined> {
    const { forgetting } = this.#parts;
    try {
      if (forgetting.isBehind) await forgetting.settle();
      const mark = this.mark();
      const [bytes] = await this.#read([key]);
      const decoded = bytes && decodeEntry(bytes);
      const entry = decoded instanceof Promise ? await decoded : decoded;
      if (entry === undefined || (entry.tags.length > 0 && !(await this.#stands(entry)))) return undefined;
      return this.#toKept(key, entry, mark);
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      return undefined;
    }
  }

  /** The same, but rejects while the store is away. */
  async findOrReject(keys: readonly string[]): Promise<readonly (Kept | undefined)[]> {
    if (keys.length === 0) return [];
    const { forgetting } = this.#parts;
    if (forgetting.isBehind) await forgetting.settle();
    const mark = this.mark();
    const found = await this.#read(keys);
    const decoded = await Promise.all(found.map(async (bytes) => bytes && decodeEntry(bytes)));
    const entries = await this.#withStandingTags(decoded);
    return entries.map((entry, at) => {
      const key = keys[at];
      return entry === undefined || key === undefined ? undefined : this.#toKept(key, entry, mark);
    });
  }

  /** What stands now, under which something is to be kept; to be asked for before its source is. */
  async standing(tags: readonly string[], lifeMs: number): Promise<Standing> {
    const mark = this.mark();
    const tagVersions =
      tags.length === 0 ? [] : await this.#parts.store.makeTagVersions(tags, randomUUID(), lifeMs);
    return { tagVersions, mark };
  }

  /** Keeps values with the same tags, made from what stood then; the other processes hear of it. */
  async write(given: readonly NewEntry[], { tagVersions, mark }: Standing): Promise<void> {
    const { store, forgetting } = this.#parts;
    const made = given.map(({ key, value, keeping: { ttlMs, lifeMs, tags } }) => ({
      key,
      lifeMs,
      entry: { value: plainCopy(value), freshUntilMs: Date.now() + ttlMs, tags, tagVersions },
    }));
    const encoding = made.map(async ({ key, lifeMs, entry }) => ({
      key,
      bytes: await encodeEntry(entry),
      ttlMs: lifeMs,
    }));
    await store.write(await Promise.all(encoding));
    await forgetting.written(made.map(({ key }) => key));
    for (const { key, entry } of made) this.putNear(key, entry, mark);
  }

  /** Without the store there is no cache, and nobody need know. It is told first what it missed while it was away. */
  async unlessAway<Result, Otherwise>(
    work: () => Promise<Result>,
    otherwise: () => Otherwise,
  ): Promise<Result | Otherwise> {
    try {
      if (this.#parts.forgetting.isBehind) await this.#parts.forgetting.settle();
      return await work();
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      return otherwise();
    }
  }

  #toKept(key: string, entry: Entry, mark: number): Kept {
    const isFresh = entry.freshUntilMs > Date.now();
    if (isFresh) this.putNear(key, entry, mark);
    return { value: entry.value, isFresh };
  }

  async #stands(entry: Entry): Promise<boolean> {
    const [standing] = await this.#withStandingTags([entry]);
    return standing !== undefined;
  }

  async #withStandingTags(entries: Read): Promise<Read> {
    const tags = [...new Set(entries.flatMap((entry) => entry?.tags ?? []))];
    if (tags.length === 0) return entries;
    const versions = await this.#tagVersions(tags);
    const now = new Map(tags.map((tag, at) => [tag, versions[at]]));
    return entries.map((entry) =>
      entry?.tags.every((tag, at) => now.get(tag) === entry.tagVersions[at]) === true ? entry : undefined,
    );
  }
}

type Read = readonly (Entry | undefined)[];
