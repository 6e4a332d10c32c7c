import type { Brokers } from '../../src/broker/brokers.ts';

/** Kills this process, with that chance in per cent, between a broker's confirmation and what the caller does with it. */
export function dieAfterPublishing(brokers: Brokers, percent: number): void {
  const publish = brokers.publish.bind(brokers);
  brokers.publish = async (batch, getQueue) => {
    const answers = await publish(batch, getQueue);
    if (Math.random() * 100 < percent) {
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => {});
    }
    return answers;
  };
}
