import type { Channel, ChannelModel } from 'amqplib';

/**
 * Does something on a channel that lives no longer than that: many a question (does this queue exist?) is answered
 * with "no" by closing the channel it was asked on.
 */
export async function onOwnChannel<Answer>(
  model: ChannelModel,
  work: (channel: Channel) => Promise<Answer>,
): Promise<Answer> {
  const channel = await model.createChannel();
  // The call that the server refuses rejects with the same error; unheard, the event would end the process.
  channel.on('error', () => {});
  try {
    return await work(channel);
  } finally {
    // Not waited for: when the connection dies meanwhile, amqplib never answers.
    void closeChannel(channel);
  }
}

/** Closes a channel that may be closed already. May never settle when the connection dies meanwhile. */
export async function closeChannel(channel: Channel): Promise<void> {
  try {
    await channel.close();
  } catch {
    // It was closed before.
  }
}
