import type { ChannelListener } from '../../db/database.ts';

/** Words between all processes that share a store, heard by whoever listens at that moment. */
export interface Signals {
  /** At most 7,000 bytes. Rejects when the store is away. */
  send(channel: string, text: string): Promise<void>;
  /** Gives a function that stops listening. `onGap`: words may have been missed, at the start and after each reconnection. */
  listen(channel: string, listener: ChannelListener): () => void;
  /** Whether words arrive now, as far as is known. */
  readonly isHearing: boolean;
  close(): Promise<void>;
}
