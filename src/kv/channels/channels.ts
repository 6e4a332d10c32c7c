import type { Json } from '../../job/json.ts';

/** What somebody published. */
export interface ChannelMessage {
  /** Greater than that of every message before, on whatever channel: one number says how far a reader has come. */
  readonly id: number;
  readonly channel: string;
  readonly message: Json;
  readonly at: Date;
}

export interface NewMessage {
  /** 1 to 200 characters, none of them a control character. */
  readonly channel: string;
  /** At most 64 KiB as JSON. */
  readonly message: Json;
}

export interface SubscribeOptions {
  /** The id of the last message that was read; what came after it is given first. Default: only what is published from now on. */
  readonly after?: number | undefined;
  /** Ends the subscription. */
  readonly signal?: AbortSignal | undefined;
  /** Some of what came after `after` is kept no more: whoever builds on it reads its source anew. */
  readonly onGap?: (() => void) | undefined;
}

/** Messages as they come, each once, in the order of their ids; to be read by one reader. Ends when it is closed. */
export interface Subscription extends AsyncIterable<ChannelMessage> {
  /** To be called unless a `for await` over it was left. */
  close(): void;
}

/**
 * Messages between processes, of which nobody misses one that was away: they are kept for 24 hours in PostgreSQL, and told to
 * those who listen by Redis or, without it, by NOTIFY. When that fails they come up to 2 s later.
 */
export interface Channels {
  /** Gives the id when the message is kept. @throws InvalidMessageError, LedgerUnavailableError */
  publish(channel: string, message: Json): Promise<number>;
  /** All or none, in this order. */
  publishMany(messages: readonly NewMessage[]): Promise<readonly number[]>;
  /** Resolves when everything published from here on will be heard. While PostgreSQL is away later, it waits. */
  subscribe(channels: string | readonly string[], options?: SubscribeOptions): Promise<Subscription>;
}
