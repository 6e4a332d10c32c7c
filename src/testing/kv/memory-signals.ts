import type { ChannelListener } from '../../db/database.ts';
import { Listeners } from '../../kv/signals/listeners.ts';
import type { Signals } from '../../kv/signals/signals.ts';

/** Words between the parts of one test. They come in a later turn of the loop, as from another process. */
export class MemorySignals implements Signals {
  readonly #listeners: Listeners;
  readonly #stops = new Set<() => void>();
  isHearing = true;

  /** @param listeners those of all who share one memory */
  constructor(listeners: Listeners) {
    this.#listeners = listeners;
  }

  async send(channel: string, text: string): Promise<void> {
    setImmediate(() => this.#listeners.tell(channel, text));
  }

  listen(channel: string, listener: ChannelListener): () => void {
    const stop = this.#listeners.add(channel, listener);
    this.#stops.add(stop);
    setImmediate(() => listener.onGap?.());
    return stop;
  }

  async close(): Promise<void> {
    this.isHearing = false;
    for (const stop of this.#stops) stop();
  }
}
