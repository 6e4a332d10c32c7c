import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Broker } from '../../../src/broker/broker.ts';
import { startTcpProxy, type TcpProxy } from '../../faults/tcp-proxy.ts';
import type { PrivateServer } from '../../servers/private-server.ts';
import { until } from '../../until.ts';
import { type BrokerUnderFault, openAt } from '../broker-under-fault.ts';
import { DeliveryLog, idOf, settle } from '../delivery-log.ts';
import { newPublication } from '../new-publication.ts';

export function connectionFaultTests(underFault: BrokerUnderFault): void {
  describe('when the network fails', () => {
    let server: PrivateServer;
    let proxy: TcpProxy;
    let broker: Broker;

    beforeAll(async () => {
      server = await underFault.startServer();
    });

    beforeEach(async () => {
      proxy = await startTcpProxy(server.port);
      broker = await openAt(underFault, proxy.urlOf(server.url));
    });

    afterEach(async () => {
      proxy.heal();
      await broker.close();
      await proxy.close();
    });

    afterAll(() => server.close());

    it('stores a message once whose confirmation is lost and that is published again', async () => {
      const queue = underFault.newQueue();
      await broker.publish([newPublication(queue)]);
      await broker.purge(queue);
      for (let round = 0; round < 20; round += 1) {
        const publication = newPublication(queue);
        const cut = proxy.toServer.loseReplyTo(underFault.publishPattern);
        const [answer] = await broker.publish([publication]);
        expect(answer).toMatchObject({ kind: 'unconfirmed' });
        expect(cut.cuts).toBe(1);
        await until(async () => (await broker.publish([publication]))[0] === undefined, { what: 'a yes' });
      }
      const other = await openAt(underFault, server.url);
      expect((await other.counts(queue)).ready).toBe(20);
      await other.close();
    });

    it('takes the next message within 20 s of the end of a black hole', async () => {
      const queue = underFault.newQueue();
      const other = await openAt(underFault, server.url);
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 5 }, log.take);
      await other.publish([newPublication(queue)]);
      await log.wait(1);
      proxy.toServer.isBlackHole = true;
      proxy.toClient.isBlackHole = true;
      await sleep(8_000);
      proxy.heal();
      await other.publish([newPublication(queue)]);
      await expect(log.wait(2, 20_000)).resolves.toBeDefined();
      await other.close();
    });

    it('carries messages over a slow path that cuts everything into pieces', async () => {
      const queue = underFault.newQueue();
      Object.assign(proxy.toServer, { latencyMs: 100, jitterMs: 50, sliceBytes: 7 });
      Object.assign(proxy.toClient, { latencyMs: 100, jitterMs: 50, sliceBytes: 7 });
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 10 }, log.take);
      const publications = Array.from({ length: 10 }, () =>
        newPublication(queue, { payload: 'x'.repeat(500) }),
      );
      for (const publication of publications) {
        await until(async () => (await broker.publish([publication]))[0] === undefined, { what: 'a yes' });
      }
      await log.wait(10, 30_000);
      expect(new Set(log.deliveries.map(idOf)).size).toBe(10);
      expect(log.deliveries.some((delivery) => delivery.isLost())).toBe(false);
    });

    it('comes back when every connection is cut, again and again, and is then as quick as before', async () => {
      const queue = underFault.newQueue();
      const log = new DeliveryLog(settle);
      await broker.consume(queue, { hold: 5 }, log.take);
      for (let round = 1; round <= 5; round += 1) {
        proxy.cutAll();
        const publication = newPublication(queue);
        await until(async () => (await broker.publish([publication]))[0] === undefined, { what: 'a yes' });
        await until(() => log.deliveries.map(idOf).includes(publication.id), {
          timeoutMs: 5_000,
          what: `the message of round ${round}`,
        });
      }
      const before = log.deliveries.length;
      for (let at = 1; at <= 3; at += 1) {
        await broker.publish([newPublication(queue)]);
        await log.wait(before + at, 1_500);
      }
      expect(log.deliveries).toHaveLength(before + 3);
    });
  });
}
