import { defineQueue, type Queue } from '../../job/queue.ts';

/** Where RabbitMQ puts what it gives up on: a message delivered over a hundred times, or one that has expired. */
export const DEAD_LETTER_QUEUE = 'nightshift.dead';

/**
 * Consumed like any queue; each delivery names the queue it died in and carries `deadLetter`. A dead letter of ours is
 * only a hint that its row may have to be sent again; a stranger's becomes a failed job.
 */
export const deadLetterQueue: Queue = defineQueue({
  name: DEAD_LETTER_QUEUE,
  broker: 'rabbitmq',
  workers: 'relay',
  // What dies here is gone, so the limit is said: RabbitMQ's own is 20 from 4.0 on. Without any, a message that ends the
  // connection of whoever reads it would do so for ever.
  arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 100 },
});
