import { connect } from 'amqplib';
import { onTestFinished } from 'vitest';
import type { Delivery, Publication } from '../../../src/broker/broker.ts';
import {
  openRabbitMqBroker,
  type RabbitMqBrokerOptions,
} from '../../../src/broker/rabbitmq/open-rabbitmq-broker.ts';
import type { RabbitMqBroker } from '../../../src/broker/rabbitmq/rabbitmq-broker.ts';
import { parseAmqpUrl } from '../../../src/config/amqp-address.ts';
import { newJobId } from '../../../src/job/job-id.ts';
import { defineQueue, type Queue, type QueueDefinition } from '../../../src/job/queue.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { until } from '../../until.ts';

/** A broker and a queue of this test's own; both go with the test. */
export async function openTestBroker(
  url: string,
  {
    queue: definition,
    ...options
  }: Partial<RabbitMqBrokerOptions> & { queue?: Partial<QueueDefinition> } = {},
): Promise<{ broker: RabbitMqBroker; queue: Queue }> {
  const queue = freshQueue(url, definition);
  const broker = await openRabbitMqBroker({ address: parseAmqpUrl(url), queues: [queue], ...options });
  onTestFinished(() => broker.close());
  return { broker, queue };
}

/** A queue that nothing else uses, deleted at the end of the test. */
export function freshQueue(url: string, definition: Partial<QueueDefinition> = {}): Queue {
  const queue = defineQueue({
    name: freshQueueName('rabbit'),
    broker: 'rabbitmq',
    workers: 'test',
    ...definition,
  });
  onTestFinished(async () => {
    await withChannel(url, (channel) => channel.deleteQueue(queue.name)).catch(() => {});
  });
  return queue;
}

/** Talks to the server past the broker, as a stranger does. */
export async function withChannel<Answer>(
  url: string,
  work: (
    channel: Awaited<ReturnType<Awaited<ReturnType<typeof connect>>['createConfirmChannel']>>,
  ) => Promise<Answer>,
): Promise<Answer> {
  const connection = await connect(url, { timeout: 5_000 });
  connection.on('error', () => {});
  try {
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => {});
    return await work(channel);
  } finally {
    await connection.close().catch(() => {});
  }
}

/** A publication of a new job. */
export function publicationFor(queue: Queue, given: Partial<Publication> = {}): Publication {
  return {
    id: newJobId(),
    publication: 1,
    queue: queue.name,
    name: 'test.do-nothing',
    payload: { n: 1 },
    version: 1,
    isRepeat: false,
    ...given,
  };
}

/** Collects deliveries, and settles each at once unless told otherwise. */
export class Inbox {
  readonly deliveries: Delivery[] = [];
  readonly #isSettling: boolean;

  constructor({ isSettling = true } = {}) {
    this.#isSettling = isSettling;
  }

  readonly take = (delivery: Delivery): void => {
    this.deliveries.push(delivery);
    if (this.#isSettling) void delivery.settle();
  };

  /** Waits for this many, and gives them. */
  async until(count: number, timeoutMs = 10_000): Promise<readonly Delivery[]> {
    await until(() => this.deliveries.length >= count, { what: `${count} deliveries`, timeoutMs });
    return this.deliveries;
  }

  /** The job ids delivered, of messages that are ours. */
  ids(): readonly string[] {
    return this.deliveries.flatMap(({ mark }) => (mark.kind === 'ours' ? [mark.id] : []));
  }
}
