import type { ChannelListener, Database } from '../../db/database.ts';
import { Listeners } from './listeners.ts';
import type { Signals } from './signals.ts';

const CHANNEL = 'nightshift_kv';

/** Signals by NOTIFY, all on one channel of the database. */
export class PostgresSignals implements Signals {
  readonly #database: Database;
  readonly #prefix: string;
  readonly #listeners = new Listeners();
  #stop: (() => void) | undefined;
  #isHearing = false;

  constructor(database: Database, prefix: string) {
    this.#database = database;
    this.#prefix = prefix;
  }

  get isHearing(): boolean {
    return this.#isHearing;
  }

  async send(channel: string, text: string): Promise<void> {
    await this.#database.query('SELECT pg_notify($1, $2)', [CHANNEL, `${this.#nameOf(channel)} ${text}`]);
  }

  listen(channel: string, listener: ChannelListener): () => void {
    const stop = this.#listeners.add(this.#nameOf(channel), listener);
    this.#stop ??= this.#database.listen(CHANNEL, {
      onMessage: (payload) => {
        const space = payload.indexOf(' ');
        this.#listeners.tell(payload.slice(0, space), payload.slice(space + 1));
      },
      onGap: () => {
        this.#isHearing = true;
        this.#listeners.tellAllOfGap();
      },
    });
    return stop;
  }

  async close(): Promise<void> {
    this.#isHearing = false;
    this.#stop?.();
  }

  #nameOf(channel: string): string {
    return `${this.#prefix}:${channel}`.replaceAll(' ', '_');
  }
}
