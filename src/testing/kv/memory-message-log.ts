import type { Json } from '../../job/json.ts';
import type { ChannelMessage } from '../../kv/channels/channels.ts';
import type { KeptMessages, LogPage, MessageText } from '../../kv/channels/message-log.ts';

const PAGE_MESSAGES = 500;

/** The messages of all channels, in memory and for as long as it lives. */
export class MemoryMessageLog implements KeptMessages {
  readonly #messages: ChannelMessage[] = [];

  async add(messages: readonly MessageText[]): Promise<readonly number[]> {
    return messages.map(({ channel, text }) => {
      const id = this.#messages.length + 1;
      // as: published as Json
      this.#messages.push({ id, channel, message: JSON.parse(text) as Json, at: new Date() });
      return id;
    });
  }

  async read(channels: readonly string[], after: number): Promise<LogPage> {
    const head = this.#messages.length;
    const all = this.#messages.slice(after).filter(({ channel }) => channels.includes(channel));
    const messages = all.slice(0, PAGE_MESSAGES);
    const last = all.length > messages.length ? messages.at(-1) : undefined;
    return { messages, head, sweptTo: 0, upTo: last?.id ?? head };
  }

  async head(): Promise<number> {
    return this.#messages.length;
  }
}
