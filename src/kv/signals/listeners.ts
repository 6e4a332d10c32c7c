import type { ChannelListener } from '../../db/database.ts';

/** Who listens on which channel. */
export class Listeners {
  readonly #byChannel = new Map<string, Set<ChannelListener>>();

  get channels(): readonly string[] {
    return [...this.#byChannel.keys()];
  }

  add(channel: string, listener: ChannelListener): () => void {
    const listeners = this.#byChannel.get(channel) ?? new Set();
    this.#byChannel.set(channel, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#byChannel.delete(channel);
    };
  }

  tell(channel: string, text: string): void {
    for (const listener of this.#byChannel.get(channel) ?? []) listener.onMessage(text);
  }

  tellAllOfGap(): void {
    for (const listeners of this.#byChannel.values()) for (const listener of listeners) listener.onGap?.();
  }
}
