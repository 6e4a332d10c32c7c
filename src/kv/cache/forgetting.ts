import { randomUUID } from 'node:crypto';
import { isStoreAway } from '../kv-unavailable-error.ts';
import type { Signals } from '../signals/signals.ts';
import type { CacheStore } from './cache-store.ts';
import type { Loads } from './loads.ts';
import { patternTest } from './pattern.ts';
import type { ProcessLevel } from './process-level.ts';

const CHANNEL = 'cache';
/** Of what a process remembers to forget while the store is away; of more it forgets everything. */
const MAX_UNTOLD = 10_000;
const MAX_SIGNAL_LENGTH = 2_000;

type Words = readonly string[];
/** What to forget; `from` is the process that says so. */
interface Message {
  readonly from: string;
  readonly keys?: Words;
  readonly tags?: Words;
  readonly patterns?: Words;
}

export interface ForgettingParts {
  readonly store: CacheStore;
  readonly signals: Signals;
  readonly level: ProcessLevel;
  readonly loads: Loads;
}

/**
 * Makes this process, the store and the other processes forget. What the store could not be told while it was away is
 * kept, and told before the store is asked for anything else.
 */
export class Forgetting {
  readonly #parts: ForgettingParts;
  readonly #id = randomUUID();
  readonly #untold = { keys: new Set<string>(), tags: new Set<string>(), patterns: new Set<string>() };
  #settling: Promise<void> | undefined;

  constructor(parts: ForgettingParts) {
    this.#parts = parts;
  }

  /** Begins to hear what other processes forget. */
  listen(): () => void {
    const { signals, level } = this.#parts;
    return signals.listen(CHANNEL, {
      onMessage: (text) => this.#heard(text),
      onGap: () => level.forgetAll(),
    });
  }

  get isBehind(): boolean {
    const { keys, tags, patterns } = this.#untold;
    return keys.size + tags.size + patterns.size > 0;
  }

  /** Tells the store what it was not told. Rejects while it is away. */
  settle(): Promise<void> {
    this.#settling ??= this.#tellAll().finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  keys(keys: Words): Promise<number> {
    this.#here({ keys });
    return this.#orLater(
      async ({ store }) => {
        const deleted = await store.delete(keys);
        await this.#say({ keys });
        return deleted;
      },
      () => this.#later('keys', keys),
    );
  }

  tags(tags: Words): Promise<number> {
    this.#here({ tags });
    return this.#orLater(
      async ({ store }) => {
        await store.dropTags(tags);
        await this.#say({ tags });
        return 0;
      },
      () => this.#later('tags', tags),
    );
  }

  pattern(pattern: string): Promise<number> {
    const patterns = [pattern];
    this.#here({ patterns });
    return this.#orLater(
      async ({ store }) => {
        const deleted = await store.deletePattern(pattern);
        await this.#say({ patterns });
        return deleted;
      },
      () => this.#later('patterns', patterns),
    );
  }

  /** Has the other processes forget keys that this one has just written. */
  written(keys: Words): Promise<void> {
    return this.#say({ keys });
  }

  /** Remembers that the store may hold something older under these keys. */
  missed(keys: Words): void {
    this.#later('keys', keys);
  }

  async #orLater(now: (parts: ForgettingParts) => Promise<number>, later: () => void): Promise<number> {
    try {
      if (this.isBehind) await this.settle();
      return await now(this.#parts);
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      later();
      return 0;
    }
  }

  #later(what: 'keys' | 'tags' | 'patterns', words: Words): void {
    const { keys, tags, patterns } = this.#untold;
    for (const word of words) this.#untold[what].add(word);
    if (keys.size + tags.size + patterns.size <= MAX_UNTOLD) return;
    keys.clear();
    tags.clear();
    patterns.clear();
    patterns.add('*');
  }

  async #tellAll(): Promise<void> {
    const { store } = this.#parts;
    const { keys, tags, patterns } = this.#untold;
    const told = { keys: [...keys], tags: [...tags], patterns: [...patterns] };
    if (told.keys.length > 0) await store.delete(told.keys);
    if (told.tags.length > 0) await store.dropTags(told.tags);
    for (const pattern of told.patterns) await store.deletePattern(pattern);
    await this.#say(told);
    for (const key of told.keys) keys.delete(key);
    for (const tag of told.tags) tags.delete(tag);
    for (const pattern of told.patterns) patterns.delete(pattern);
  }

  async #say(what: Omit<Message, 'from'>): Promise<void> {
    const text = JSON.stringify({ from: this.#id, ...what });
    const everything = JSON.stringify({ from: this.#id, patterns: ['*'] });
    await this.#parts.signals.send(CHANNEL, text.length > MAX_SIGNAL_LENGTH ? everything : text);
  }

  #heard(text: string): void {
    const message = JSON.parse(text) as Message; // what #say wrote
    if (message.from !== this.#id) this.#here(message);
  }

  #here({ keys = [], tags = [], patterns = [] }: Omit<Message, 'from'>): void {
    for (const held of [this.#parts.level, this.#parts.loads]) {
      if (keys.length > 0) held.forgetKeys(keys);
      if (tags.length > 0) held.forgetTags(tags);
      for (const pattern of patterns) held.forgetIf(patternTest(pattern));
    }
  }
}
