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
  // From RabbitMQ 4.0 on a limit of 20 is the default, and what dies here is gone.
  arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 },
});
