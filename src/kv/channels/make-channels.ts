import type { Database } from '../../db/database.ts';
import { coalesce } from '../../ledger/coalesce.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Signals } from '../signals/signals.ts';
import type { Channels, NewMessage, SubscribeOptions, Subscription } from './channels.ts';
import { checkChannel, messageText } from './invalid-message-error.ts';
import { type KeptMessages, MessageLog, type MessageText } from './message-log.ts';
import { Reading } from './reading.ts';
import { Tail } from './tail.ts';

const MAX_TOGETHER = 100;

export interface ChannelsParts {
  readonly database: Database;
  readonly signals: Signals;
  readonly log: Log;
}

/** Channels on the log in PostgreSQL, and what ends every subscription. */
export function makeChannels({ database, ...others }: ChannelsParts): OpenChannels {
  return makeChannelsOn({ ...others, messages: new MessageLog(database) });
}

interface OpenChannels {
  readonly channels: Channels;
  readonly close: () => void;
}

/** Channels on whatever keeps their messages. */
export function makeChannelsOn({
  messages,
  signals,
  log,
}: Omit<ChannelsParts, 'database'> & { readonly messages: KeptMessages }): OpenChannels {
  const tail = new Tail({ messages, signals, log });
  const add = async (given: readonly MessageText[]): Promise<readonly number[]> => {
    const ids = await messages.add(given);
    await tail.tell(given.map(({ channel }) => channel));
    return ids;
  };
  // One message at a time would wait for one commit after the other.
  const addOne = coalesce(add, { maxItems: MAX_TOGETHER });
  const textOf = (given: NewMessage): MessageText => ({ channel: given.channel, text: messageText(given) });
  return {
    channels: {
      publish: async (channel, message) => addOne(textOf({ channel, message })),
      publishMany: async (given) => (given.length === 0 ? [] : add(given.map(textOf))),
      subscribe: (channels, options) => subscribe([channels].flat(), { messages, tail, ...options }),
    },
    close: () => tail.close(),
  };
}

async function subscribe(
  channels: readonly string[],
  {
    messages,
    tail,
    after,
    signal,
    onGap,
  }: SubscribeOptions & { readonly messages: KeptMessages; readonly tail: Tail },
): Promise<Subscription> {
  for (const channel of channels) checkChannel(channel);
  signal?.throwIfAborted();
  const reading = new Reading({
    log: messages,
    channels,
    after: after ?? (await messages.head()),
    onGap,
    onClose: () => {
      tail.remove(reading);
      signal?.removeEventListener('abort', close);
    },
  });
  const close = (): void => reading.close();
  signal?.addEventListener('abort', close);
  tail.add(reading);
  if (signal?.aborted === true) reading.close();
  return reading;
}
