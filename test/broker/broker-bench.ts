import { afterEach, beforeEach } from 'vitest';
import type { Broker, Consumer } from '../../src/broker/broker.ts';
import type { Queue } from '../../src/job/queue.ts';
import { type BrokerUnderTest, openBroker } from './broker-under-test.ts';
import type { DeliveryLog } from './delivery-log.ts';

/** One fresh broker with two fresh queues for each test, closed and emptied after it. */
export class BrokerBench {
  #prepared: Prepared | undefined;

  /** Must be called inside `describe`. */
  constructor(prepare: () => Promise<BrokerUnderTest>) {
    beforeEach(async () => {
      const underTest = await prepare();
      const broker = await openBroker(underTest.opener);
      this.#prepared = {
        underTest,
        broker,
        queue: underTest.newQueue(),
        otherQueue: underTest.newQueue(),
        consumers: [],
      };
    });
    afterEach(async () => {
      const { broker, queue, otherQueue, consumers } = this.#now;
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await Promise.all([broker.purge(queue), broker.purge(otherQueue)]);
      await broker.close();
    });
  }

  get underTest(): BrokerUnderTest {
    return this.#now.underTest;
  }

  get broker(): Broker {
    return this.#now.broker;
  }

  get queue(): Queue {
    return this.#now.queue;
  }

  get otherQueue(): Queue {
    return this.#now.otherQueue;
  }

  async consume(log: DeliveryLog, hold = 10): Promise<Consumer> {
    const consumer = await this.broker.consume(this.queue, { hold }, log.take);
    this.#now.consumers.push(consumer);
    return consumer;
  }

  /** Messages that wait for a consumer. */
  async ready(): Promise<number> {
    return (await this.broker.counts(this.queue)).ready;
  }

  get #now(): Prepared {
    if (!this.#prepared) throw new Error('the bench is for use inside a test');
    return this.#prepared;
  }
}

interface Prepared {
  readonly underTest: BrokerUnderTest;
  readonly broker: Broker;
  readonly queue: Queue;
  readonly otherQueue: Queue;
  readonly consumers: Consumer[];
}
