import { describe, expect, it } from 'vitest';
import type { BrokerBench } from '../broker-bench.ts';
import { DeliveryLog, idOf, settle } from '../delivery-log.ts';
import { newPublication, newPublications } from '../new-publication.ts';

export function publishingTests(bench: BrokerBench): void {
  describe('publishing', () => {
    it('confirms a message, which is then ready', async () => {
      expect(await bench.broker.publish([newPublication(bench.queue)])).toEqual([undefined]);
      expect(await bench.broker.counts(bench.queue)).toMatchObject({ ready: 1 });
    });

    it('gives one answer for each message of a batch', async () => {
      const answers = await bench.broker.publish(newPublications(bench.queue, 1_234));
      expect(answers).toHaveLength(1_234);
      expect(answers.every((answer) => answer === undefined)).toBe(true);
      expect(await bench.ready()).toBe(1_234);
    });

    it('publishes nothing for an empty batch', async () => {
      expect(await bench.broker.publish([])).toEqual([]);
    });

    it('takes one batch for several queues', async () => {
      const batch = [
        newPublication(bench.queue),
        newPublication(bench.otherQueue),
        newPublication(bench.queue),
      ];
      expect(await bench.broker.publish(batch)).toEqual([undefined, undefined, undefined]);
      expect(await bench.ready()).toBe(2);
      expect((await bench.broker.counts(bench.otherQueue)).ready).toBe(1);
    });

    it('keeps the order of a batch, and of batches awaited one after the other', async () => {
      await bench.broker.publish(newPublications(bench.queue, 300));
      await bench.broker.publish([newPublication(bench.queue, { payload: { at: 300 } })]);
      const log = new DeliveryLog(settle);
      await bench.consume(log, 1);
      await log.wait(301);
      expect(log.values).toEqual(Array.from({ length: 301 }, (_, at) => ({ at })));
    });

    it('delivers every one of many concurrent messages once', async () => {
      const batches = newPublications(bench.queue, 500).map((publication) => [publication]);
      const answers = await Promise.all(batches.map((batch) => bench.broker.publish(batch)));
      expect(answers.flat().every((answer) => answer === undefined)).toBe(true);
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      const delivered = await log.wait(500);
      expect(new Set(delivered.map(idOf)).size).toBe(500);
    });

    it('holds a publication once that is published twice while it waits', async () => {
      const publication = newPublication(bench.queue);
      await bench.broker.publish([publication]);
      await bench.broker.publish([{ ...publication, isRepeat: true }]);
      expect(await bench.ready()).toBeLessThanOrEqual(bench.broker.mayDeliverCopies ? 2 : 1);
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      await log.wait(1);
      expect(new Set(log.deliveries.map(idOf))).toEqual(new Set([publication.id]));
    });

    it('holds the next publication of a job beside the first', async () => {
      const first = newPublication(bench.queue);
      await bench.broker.publish([first, { ...first, publication: 2 }]);
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      const delivered = await log.wait(2);
      expect(delivered.map(({ mark }) => mark.kind === 'ours' && mark.publication)).toEqual([1, 2]);
    });
  });
}
