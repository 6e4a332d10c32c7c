import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { until } from '../../until.ts';
import type { BrokerBench } from '../broker-bench.ts';
import { openBroker } from '../broker-under-test.ts';
import { DeliveryLog, settle } from '../delivery-log.ts';
import { newPublication, newPublications } from '../new-publication.ts';

export function stoppingTests(bench: BrokerBench): void {
  describe('stopping', () => {
    it('takes no new messages after a stop, lets the held ones be settled, and takes again', async () => {
      await bench.broker.publish(newPublications(bench.queue, 2));
      const log = new DeliveryLog();
      const consumer = await bench.consume(log, 2);
      await log.wait(2);
      await consumer.stop();
      await bench.broker.publish(newPublications(bench.queue, 3));
      await Promise.all(log.deliveries.map(settle));
      await until(async () => (await bench.ready()) === 3, { what: 'three to be ready' });
      expect(log.deliveries).toHaveLength(2);
      await consumer.resume();
      await log.wait(4);
    });

    it('takes nothing after a stop that finds it waiting, and takes again when it resumes', async () => {
      const log = new DeliveryLog(settle);
      const consumer = await bench.consume(log);
      await bench.broker.publish([newPublication(bench.queue)]);
      await log.wait(1);
      await sleep(200);
      await consumer.stop();
      await bench.broker.publish([newPublication(bench.queue)]);
      await sleep(300);
      expect(log.deliveries).toHaveLength(1);
      await consumer.resume();
      await log.wait(2);
    });

    it('starts anew when it is asked to resume though it was not stopped', async () => {
      await bench.broker.publish([newPublication(bench.queue)]);
      const log = new DeliveryLog();
      const consumer = await bench.consume(log);
      const [held] = await log.wait(1);
      await consumer.resume();
      await bench.broker.publish([newPublication(bench.queue)]);
      await log.wait(2);
      expect(held?.isLost()).toBe(false);
      await Promise.all(log.deliveries.map(settle));
      await until(async () => (await bench.broker.counts(bench.queue)).held !== 1, {
        what: 'both to be settled',
      });
    });

    it('gives back all that it holds when it closes, from before it started anew too', async () => {
      await bench.broker.publish(newPublications(bench.queue, 2));
      const log = new DeliveryLog();
      const consumer = await bench.consume(log, 2);
      await log.wait(2);
      await consumer.resume();
      await bench.broker.publish(newPublications(bench.queue, 2));
      await log.wait(4);
      await consumer.close();
      await until(async () => (await bench.ready()) === 4, { what: 'all to be ready again' });
      expect(log.deliveries).toHaveLength(4);
    });

    it('can be closed and opened again, many times', async () => {
      for (let round = 1; round <= 5; round += 1) {
        await bench.broker.publish([newPublication(bench.queue)]);
        const log = new DeliveryLog(settle);
        const consumer = await bench.broker.consume(bench.queue, { hold: 5 }, log.take);
        await log.wait(1);
        await consumer.close();
        await consumer.close();
      }
      expect(await bench.ready()).toBe(0);
    });

    it('answers for what is being published when it is closed', async () => {
      const other = await openBroker(bench.underTest.opener);
      const publishing = newPublications(bench.queue, 50).map((publication) => other.publish([publication]));
      await other.close();
      const answers = (await Promise.all(publishing)).flat();
      expect(await bench.ready()).toBe(answers.filter((answer) => answer === undefined).length);
      expect(answers.some((answer) => answer?.kind === 'unconfirmed')).toBe(false);
    });

    it('closes at once with deliveries in hand, twice, and refuses to publish then', async () => {
      const other = await openBroker(bench.underTest.opener);
      await other.publish(newPublications(bench.queue, 3));
      const log = new DeliveryLog();
      await other.consume(bench.queue, { hold: 3 }, log.take);
      await log.wait(3);
      await other.close();
      await other.close();
      const [answer] = await other.publish([newPublication(bench.queue)]);
      expect(answer).toMatchObject({ kind: 'refused' });
      await until(async () => (await bench.ready()) === 3, { what: 'all to be ready again' });
    });
  });
}
