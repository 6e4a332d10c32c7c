import { setTimeout as wait } from 'node:timers/promises';
import { LedgerUnavailableError } from '../../ledger/ledger-errors.ts';
import type { ChannelMessage, Subscription } from './channels.ts';
import type { KeptMessages, LogPage } from './message-log.ts';

/** A reader that is slower than what comes holds so many messages; the rest it reads from the log when it gets there. */
const MAX_HELD = 1_000;
const AWAY_MS = 1_000;

export interface ReadingOptions {
  readonly log: KeptMessages;
  readonly channels: readonly string[];
  /** The id after which to begin. */
  readonly after: number;
  readonly onGap?: (() => void) | undefined;
  readonly onClose: (reading: Reading) => void;
}

/**
 * One subscription. It reads the log by itself until it has caught up, and is then fed what comes; when it was not, or
 * cannot hold it, it is behind and reads the log again. What it holds follows what it has given without a gap.
 */
export class Reading implements Subscription {
  readonly #options: ReadingOptions;
  readonly #closing = new AbortController();
  readonly #held: ChannelMessage[] = [];
  /** The id up to which everything was given or is held. */
  #knownTo: number;
  #isBehind = true;
  #isAsking = false;
  #wake = (): void => {};

  constructor(options: ReadingOptions) {
    this.#options = options;
    this.#knownTo = options.after;
  }

  get channels(): readonly string[] {
    return this.#options.channels;
  }

  /** Takes all of its messages up to an id, from where it was fed before. */
  feed(messages: readonly ChannelMessage[], upTo: number): void {
    // What it asks the log for may lie before these or after them.
    if (this.#isAsking || this.#held.length + messages.length > MAX_HELD) this.#isBehind = true;
    if (this.#isBehind) return;
    this.#held.push(...messages.filter(({ id }) => id > this.#knownTo));
    this.#knownTo = Math.max(this.#knownTo, upTo);
    this.#wake();
  }

  /** Says that something may have come that it was not fed. */
  fallBehind(): void {
    this.#isBehind = true;
    this.#wake();
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#wake();
    this.#options.onClose(this);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ChannelMessage, void, undefined> {
    try {
      while (!this.#closing.signal.aborted) {
        const next = this.#held.shift();
        if (next) yield next;
        else if (this.#isBehind) await this.#catchUp();
        else await this.#untilWoken();
      }
    } finally {
      this.close();
    }
  }

  #untilWoken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #catchUp(): Promise<void> {
    const { log, channels } = this.#options;
    this.#isBehind = false;
    this.#isAsking = true;
    try {
      this.#take(await log.read(channels, this.#knownTo));
    } catch (error) {
      this.#isBehind = true;
      if (!(error instanceof LedgerUnavailableError)) throw error;
      const { signal } = this.#closing;
      await wait(AWAY_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
    } finally {
      this.#isAsking = false;
    }
  }

  #take({ messages, head, sweptTo, upTo }: LogPage): void {
    // An id beyond the log is of a message that was lost with the database, and so are others.
    const isGap = this.#knownTo < sweptTo || this.#knownTo > head;
    this.#held.push(...messages);
    this.#knownTo = upTo;
    if (upTo < head) this.#isBehind = true;
    if (isGap) this.#options.onGap?.();
  }
}
