import type { Channel, ChannelModel } from 'amqplib';
import type { Json } from '../../job/json.ts';
import type { Queue } from '../../job/queue.ts';
import { ACCESS_REFUSED, amqpErrorCode, NOT_FOUND, PRECONDITION_FAILED } from './amqp-error-code.ts';
import { DEAD_LETTER_QUEUE } from './dead-letter-queue.ts';
import { onOwnChannel } from './on-own-channel.ts';
import { QueueMismatchError } from './queue-mismatch-error.ts';

/**
 * Declares a queue and what is bound to it, and says whether it was there. Rejects with {@link QueueMismatchError}
 * when it is there with other properties. Exchanges of others are taken as they are.
 */
export async function declareQueue(model: ChannelModel, queue: Queue): Promise<'existed' | 'created'> {
  const existed = await hasQueue(model, queue.name);
  // One that another version of Nightshift has declared serves as well.
  if (existed && queue.name === DEAD_LETTER_QUEUE) return 'existed';
  await assertQueue(model, queue).catch((error: unknown) => {
    // A queue of others, which we may use and not configure, is taken as it is.
    if (!existed || amqpErrorCode(error) !== ACCESS_REFUSED) throw error;
  });
  for (const binding of queue.bindings ?? []) await bind(model, queue.name, binding);
  return existed ? 'existed' : 'created';
}

/** Whether there is a queue of that name, whatever its properties. */
export function hasQueue(model: ChannelModel, name: string): Promise<boolean> {
  return isThere(model, (channel) => channel.checkQueue(name));
}

/** Makes sure that the queue is there as wanted; one that is there already is not changed. Rejects with {@link QueueMismatchError}. */
export async function assertQueue(model: ChannelModel, queue: Queue): Promise<void> {
  const wanted = queueArguments(queue);
  try {
    await onOwnChannel(model, (channel) =>
      channel.assertQueue(queue.name, { durable: true, arguments: wanted }),
    );
  } catch (cause) {
    if (cause instanceof Error && amqpErrorCode(cause) === PRECONDITION_FAILED) {
      throw new QueueMismatchError(queue.name, wanted, cause);
    }
    throw cause;
  }
}

/**
 * What our own queues are made of. Quorum queues hold on disk and on several nodes what they have confirmed. The
 * delivery limit is far off, because some versions of RabbitMQ count a hand-back as a delivery.
 */
function queueArguments(queue: Queue): Readonly<Record<string, Json>> {
  return (
    queue.arguments ?? {
      'x-queue-type': 'quorum',
      'x-delivery-limit': 100,
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': DEAD_LETTER_QUEUE,
      // At least once: what is dead-lettered is gone from its queue only when the dead-letter queue has it.
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    }
  );
}

async function bind(
  model: ChannelModel,
  queue: string,
  binding: NonNullable<Queue['bindings']>[number],
): Promise<void> {
  const { exchange, key, type = 'direct' } = binding;
  const existed = await isThere(model, (channel) => channel.checkExchange(exchange));
  await onOwnChannel(model, async (channel) => {
    if (!existed) await channel.assertExchange(exchange, type, { durable: true });
    await channel.bindQueue(queue, exchange, key);
  });
}

async function isThere(model: ChannelModel, look: (channel: Channel) => Promise<unknown>): Promise<boolean> {
  try {
    await onOwnChannel(model, look);
    return true;
  } catch (error) {
    if (amqpErrorCode(error) === NOT_FOUND) return false;
    throw error;
  }
}
