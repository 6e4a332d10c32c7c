import { LedgerUnavailableError } from '../../ledger/ledger-errors.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Signals } from '../signals/signals.ts';
import type { KeptMessages } from './message-log.ts';
import type { Reading } from './reading.ts';

const SIGNAL = 'messages';
const MAX_SIGNAL_LENGTH = 2_000;
/** After how long it looks without having been told. */
const LOOK_MS = 2_000;

export interface TailParts {
  readonly messages: KeptMessages;
  readonly signals: Signals;
  readonly log: Log;
}

/** Reads what comes once for all subscriptions of this process, when it is told that something came, and now and then. */
export class Tail {
  readonly #parts: TailParts;
  readonly #readings = new Set<Reading>();
  /** Everything up to here was fed; undefined while nobody reads. */
  #fedTo: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stop: (() => void) | undefined;
  #isLooking = false;
  #isWanted = false;

  constructor(parts: TailParts) {
    this.#parts = parts;
  }

  add(reading: Reading): void {
    this.#readings.add(reading);
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref();
    this.#stop ??= this.#parts.signals.listen(SIGNAL, {
      onMessage: (text) => this.#heard(text),
      onGap: () => this.#look(),
    });
    if (this.#fedTo === undefined) this.#look();
  }

  remove(reading: Reading): void {
    this.#readings.delete(reading);
    if (this.#readings.size === 0) this.#rest();
  }

  /** Tells the tails of all processes. */
  async tell(channels: readonly string[]): Promise<void> {
    const text = JSON.stringify([...new Set(channels)]);
    // Whoever does not hear it looks by itself.
    await this.#parts.signals.send(SIGNAL, text.length > MAX_SIGNAL_LENGTH ? ALL : text).catch(() => {});
  }

  close(): void {
    for (const reading of this.#readings) reading.close();
    this.#stop?.();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#fedTo = undefined;
  }

  #heard(text: string): void {
    const told = new Set(JSON.parse(text) as readonly string[]); // what `tell` wrote
    const isMeant = text === ALL || this.#channels().some((channel) => told.has(channel));
    if (isMeant) this.#look();
  }

  #look(): void {
    this.#isWanted = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    void this.#lookUntilDone();
  }

  async #lookUntilDone(): Promise<void> {
    try {
      while (this.#isWanted && this.#readings.size > 0) {
        this.#isWanted = false;
        await this.#feed(new Set(this.#readings));
      }
    } catch (error) {
      if (!(error instanceof LedgerUnavailableError))
        this.#parts.log.error('Messages of channels cannot be read', { error });
    } finally {
      this.#isLooking = false;
    }
  }

  /** Who began to read meanwhile was not asked for, and reads by itself. */
  async #feed(asked: ReadonlySet<Reading>): Promise<void> {
    const from = this.#fedTo;
    const channels = from === undefined ? [] : this.#channels();
    const { messages, head, upTo } = await this.#parts.messages.read(channels, from ?? 0);
    this.#fedTo = upTo;
    if (upTo < head) this.#isWanted = true;
    const isLost = from === undefined || from > head;
    for (const reading of this.#readings) {
      if (isLost || !asked.has(reading)) reading.fallBehind();
      else {
        const own = messages.filter(({ channel }) => reading.channels.includes(channel));
        reading.feed(own, upTo);
      }
    }
  }

  #channels(): readonly string[] {
    return [...new Set([...this.#readings].flatMap(({ channels }) => channels))];
  }
}

const ALL = '["*"]';
