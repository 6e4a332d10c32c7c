import { describe, expect, it } from 'vitest';
import { until } from '../../until.ts';
import type { BrokerBench } from '../broker-bench.ts';
import { DeliveryLog, handBackFirst } from '../delivery-log.ts';
import { newPublication, newPublications } from '../new-publication.ts';

export function lettingGoTests(bench: BrokerBench): void {
  describe('letting go', () => {
    it('removes a message that is settled', async () => {
      await bench.broker.publish([newPublication(bench.queue)]);
      const log = new DeliveryLog();
      const consumer = await bench.consume(log);
      const [delivery] = await log.wait(1);
      await delivery?.settle();
      await delivery?.settle();
      await consumer.close();
      expect(await bench.broker.counts(bench.queue)).toMatchObject({ ready: 0 });
      expect(log.deliveries).toHaveLength(1);
    });

    it('delivers again what was handed back, and says so', async () => {
      await bench.broker.publish([newPublication(bench.queue)]);
      const log = new DeliveryLog(handBackFirst);
      await bench.consume(log);
      const [first, second] = await log.wait(2);
      expect(second?.isFirst).toBe(false);
      expect(second?.mark).toEqual(first?.mark);
      expect(second?.body).toEqual(first?.body);
      await until(async () => (await bench.ready()) === 0, { what: 'an empty queue' });
    });

    it('ignores a hand-back after the settling, and a settling after the hand-back', async () => {
      await bench.broker.publish(newPublications(bench.queue, 2));
      const log = new DeliveryLog();
      const consumer = await bench.consume(log, 2);
      const [settled, handedBack] = await log.wait(2);
      await consumer.stop();
      await settled?.settle();
      await settled?.handBack();
      await handedBack?.handBack();
      await handedBack?.settle();
      await until(async () => (await bench.ready()) === 1, { what: 'one message to be ready' });
      expect(log.deliveries).toHaveLength(2);
    });

    it('gives back what is unsettled when the consumer closes', async () => {
      await bench.broker.publish(newPublications(bench.queue, 5));
      const log = new DeliveryLog();
      const consumer = await bench.consume(log, 3);
      const [delivery] = await log.wait(3);
      await consumer.close();
      await until(async () => (await bench.ready()) === 5, { what: 'all to be ready again' });
      await delivery?.settle();
      await delivery?.handBack();
      expect(await bench.ready()).toBe(5);
    });
  });
}
