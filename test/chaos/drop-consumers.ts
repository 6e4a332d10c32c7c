import type { Broker, Consumer } from '../../src/broker/broker.ts';
import type { Brokers } from '../../src/broker/brokers.ts';

/**
 * On SIGUSR2 every consumer of this process goes quiet without anybody being told, as clients of brokers have done
 * after an outage; until it is taken up afresh, or for good.
 */
export function dropConsumersOnSignal(brokers: Brokers, forGood: boolean): void {
  const consumers: Consumer[] = [];
  let isDropped = false;
  const open = brokers.of.bind(brokers);
  const watched = new WeakSet<Broker>();
  brokers.of = async (queue) => {
    const broker = await open(queue);
    if (watched.has(broker)) return broker;
    watched.add(broker);
    const consume = broker.consume.bind(broker);
    broker.consume = async (consumed, options, onDelivery) => {
      const consumer = await consume(consumed, options, onDelivery);
      const resume = consumer.resume.bind(consumer);
      consumer.resume = async () => (isDropped && forGood ? undefined : resume());
      consumers.push(consumer);
      return consumer;
    };
    return broker;
  };
  process.on('SIGUSR2', () => {
    isDropped = true;
    for (const consumer of consumers) void consumer.stop();
  });
}
