import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Broker } from '../../../src/broker/broker.ts';
import type { PrivateServer } from '../../servers/private-server.ts';
import { until } from '../../until.ts';
import { type BrokerUnderFault, openAt } from '../broker-under-fault.ts';
import { DeliveryLog, idOf, settle } from '../delivery-log.ts';
import { newPublications } from '../new-publication.ts';
import { ConsumerProcess } from '../start-consumer.ts';

export function consumerFaultTests(underFault: BrokerUnderFault): void {
  describe('when a consumer fails', () => {
    let server: PrivateServer;
    let broker: Broker;
    let consumer: ConsumerProcess | undefined;

    beforeAll(async () => {
      server = await underFault.startServer();
      broker = await openAt(underFault, server.url);
    });

    afterEach(async () => {
      await consumer?.kill();
    });

    afterAll(async () => {
      await broker.close();
      await server.close();
    });

    it("delivers a killed consumer's messages to another, in time and marked as delivered before", async () => {
      const queue = underFault.newQueue();
      const publications = newPublications(queue, 10);
      await broker.publish(publications);
      consumer = new ConsumerProcess(underFault.module, { url: server.url, prefix: 'faults' }, queue, 10);
      await consumer.wait('delivered', 10);
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 10 }, log.take);
      await consumer.kill();
      const killedAtMs = performance.now();
      await log.wait(10, underFault.rescueWithinMs + 5_000);
      expect(performance.now() - killedAtMs).toBeLessThan(underFault.rescueWithinMs);
      expect(log.deliveries.every(({ isFirst }) => !isFirst)).toBe(true);
      expect(new Set(log.deliveries.map(idOf))).toEqual(new Set(publications.map(({ id }) => id)));
      await until(async () => (await broker.counts(queue)).ready === 0, { what: 'an empty queue' });
    });

    it("delivers a frozen consumer's messages to another, and tells the frozen one that they are lost", async () => {
      const queue = underFault.newQueue();
      await broker.publish(newPublications(queue, 3));
      consumer = new ConsumerProcess(underFault.module, { url: server.url, prefix: 'faults' }, queue, 3);
      await consumer.wait('delivered', 3);
      consumer.freeze();
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 10 }, log.take);
      await log.wait(3, 25_000);
      consumer.thaw();
      await consumer.wait('lost', 3);
      consumer.settleAll();
      await consumer.wait('settled', 3);
      expect(log.deliveries).toHaveLength(3);
      expect((await broker.counts(queue)).ready).toBe(0);
    });
  });
}
