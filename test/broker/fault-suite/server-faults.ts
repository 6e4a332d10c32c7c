import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Broker } from '../../../src/broker/broker.ts';
import type { PrivateServer } from '../../servers/private-server.ts';
import { until } from '../../until.ts';
import { type BrokerUnderFault, openAt } from '../broker-under-fault.ts';
import { DeliveryLog, idOf, settle } from '../delivery-log.ts';
import { newPublication, newPublications } from '../new-publication.ts';

/** Longer than any wait of a consumer's connection, so that the outage falls into it. */
const OUTAGE_MS = 12_000;
const DEADLINE_MS = 2_000;

export function serverFaultTests(underFault: BrokerUnderFault): void {
  describe('when the server fails', () => {
    let server: PrivateServer;
    let broker: Broker | undefined;

    beforeEach(async () => {
      server = await underFault.startServer();
    });

    afterEach(async () => {
      server.thaw();
      await broker?.close();
      await server.close();
    });

    it('refuses within the deadline while it is away at the start, and works when it comes', async () => {
      const queue = underFault.newQueue();
      await server.kill();
      broker = await openAt(underFault, server.url);
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 5 }, log.take);
      const startedAtMs = performance.now();
      const [answer] = await broker.publish([newPublication(queue)]);
      expect(answer).toMatchObject({ kind: 'refused' });
      expect(performance.now() - startedAtMs).toBeLessThan(DEADLINE_MS + 500);
      await server.start();
      await publishUntilConfirmed(broker, newPublication(queue));
      await log.wait(1, 5_000);
    });

    it('takes messages again within 5 s of its return, the consumer idle all the time', async () => {
      const queue = underFault.newQueue();
      broker = await openAt(underFault, server.url);
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 5 }, log.take);
      await broker.publish([newPublication(queue)]);
      await log.wait(1);
      await server.kill();
      await sleep(OUTAGE_MS);
      await server.start();
      const returnedAtMs = performance.now();
      await publishUntilConfirmed(broker, newPublication(queue));
      await log.wait(2);
      expect(performance.now() - returnedAtMs).toBeLessThan(5_000);
    });

    it('loses nothing that was confirmed, held or ready when it was killed', async () => {
      const queue = underFault.newQueue();
      broker = await openAt(underFault, server.url);
      await broker.publish(newPublications(queue, 60));
      const log = new DeliveryLog();
      const consumer = await broker.consume(queue, { hold: 20 }, log.take);
      await log.wait(20);
      await server.kill();
      await server.start();
      const settling = log.deliveries.map(settle);
      const settled = new Set(log.deliveries.map(idOf));
      await consumer.stop();
      await Promise.all(settling);
      const rest = new DeliveryLog((delivery) => {
        settled.add(idOf(delivery));
        return delivery.settle();
      });
      await broker.consume(queue, { hold: 20 }, rest.take);
      await until(() => settled.size === 60, { timeoutMs: 30_000, what: 'all 60 to be settled' });
      expect((await broker.counts(queue)).ready).toBe(0);
    });

    it('answers unconfirmed within the deadline while it is frozen, and goes on when it thaws', async () => {
      const queue = underFault.newQueue();
      broker = await openAt(underFault, server.url);
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 5 }, log.take);
      const publication = newPublication(queue);
      await broker.publish([newPublication(queue)]);
      await log.wait(1);
      server.freeze();
      const startedAtMs = performance.now();
      const [answer] = await broker.publish([publication]);
      expect(answer).toMatchObject({ kind: 'unconfirmed' });
      expect(performance.now() - startedAtMs).toBeLessThan(DEADLINE_MS + 500);
      server.thaw();
      await publishUntilConfirmed(broker, publication);
      await until(() => log.deliveries.map(idOf).includes(publication.id), {
        timeoutMs: 5_000,
        what: 'the unconfirmed message',
      });
    });

    it('answers for every message of a batch within the deadline when it dies in the middle', async () => {
      const queue = underFault.newQueue();
      broker = await openAt(underFault, server.url);
      const startedAtMs = performance.now();
      const publishing = broker.publish(newPublications(queue, 20_000));
      await sleep(50);
      await server.kill();
      const answers = await publishing;
      expect(answers).toHaveLength(20_000);
      expect(answers.at(-1)).toBeDefined();
      expect(performance.now() - startedAtMs).toBeLessThan(DEADLINE_MS + 2_000);
    });

    it('tells when it is lost and when it is back, each once', async () => {
      broker = await openAt(underFault, server.url);
      const events: string[] = [];
      broker.on('lost', () => events.push('lost'));
      broker.on('restored', (downMs) => events.push(downMs >= 2_000 ? 'restored' : `after ${downMs} ms`));
      await server.kill();
      await until(() => events.length > 0, { what: 'the loss to be told' });
      await sleep(3_000);
      await server.start();
      await until(() => events.length > 1, { what: 'the return to be told' });
      expect(events).toEqual(['lost', 'restored']);
      await expect(broker.ping()).resolves.toBeUndefined();
      await broker.close();
      expect(events).toHaveLength(2);
    });

    it('says that it may have forgotten, and goes on, when it was wiped', async () => {
      const queue = underFault.newQueue();
      broker = await openAt(underFault, server.url);
      const forgotten: string[] = [];
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 5 }, log.take);
      await broker.publish([newPublication(queue)]);
      await log.wait(1);
      await sleep(500);
      broker.on('forgot', (name) => forgotten.push(name));
      await underFault.wipe(server);
      await until(() => forgotten.includes(queue.name), { what: 'the wipe to be noticed' });
      await publishUntilConfirmed(broker, newPublication(queue));
      await log.wait(2, 6_000);
      await sleep(6_000);
      expect(forgotten).toEqual([queue.name]);
    });

    it('closes soon while it is away, with deliveries in hand', async () => {
      const queue = underFault.newQueue();
      broker = await openAt(underFault, server.url);
      await broker.publish(newPublications(queue, 3));
      const log = new DeliveryLog();
      await broker.consume(queue, { hold: 3 }, log.take);
      await log.wait(3);
      await server.kill();
      const startedAtMs = performance.now();
      await broker.close();
      expect(performance.now() - startedAtMs).toBeLessThan(6_000);
      await Promise.all(log.deliveries.map(settle));
    });
  });
}

async function publishUntilConfirmed(
  broker: Broker,
  publication: ReturnType<typeof newPublication>,
): Promise<void> {
  await until(async () => (await broker.publish([publication]))[0] === undefined, { what: 'a confirmation' });
}
