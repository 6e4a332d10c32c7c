import { describe, expect, it } from 'vitest';
import { until } from '../../until.ts';
import type { BrokerBench } from '../broker-bench.ts';
import { DeliveryLog } from '../delivery-log.ts';
import { newPublications } from '../new-publication.ts';

export function operatingTests(bench: BrokerBench): void {
  describe('operating', () => {
    it('counts what is ready and what is held', async () => {
      await bench.broker.publish(newPublications(bench.queue, 5));
      const log = new DeliveryLog();
      await bench.consume(log, 2);
      await log.wait(2);
      const { ready, held } = await bench.broker.counts(bench.queue);
      expect(ready).toBe(3);
      expect([2, undefined]).toContain(held);
    });

    it('purges what nobody holds and says how many', async () => {
      await bench.broker.publish(newPublications(bench.queue, 5));
      const log = new DeliveryLog();
      const consumer = await bench.consume(log, 2);
      await log.wait(2);
      await consumer.stop();
      expect(await bench.broker.purge(bench.queue)).toBe(3);
      expect(await bench.ready()).toBe(0);
      await log.deliveries[0]?.handBack();
      await until(async () => (await bench.ready()) === 1, { what: 'the held one' });
    });

    it('answers a ping', async () => {
      await expect(bench.broker.ping()).resolves.toBeUndefined();
    });
  });
}
