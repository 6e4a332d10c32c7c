import { describe, expect, it } from 'vitest';
import { until } from '../../until.ts';
import type { BrokerBench } from '../broker-bench.ts';
import { DeliveryLog, idOf, settle } from '../delivery-log.ts';
import { newPublication, newPublications } from '../new-publication.ts';

export function deliveringTests(bench: BrokerBench): void {
  describe('delivering', () => {
    it('says whose message it is and carries all its marks', async () => {
      const expiresAtMs = Date.now() + 3_600_000;
      const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const publication = newPublication(bench.queue, {
        publication: 7,
        version: 3,
        expiresAtMs,
        trace,
        isRepeat: true,
      });
      await bench.broker.publish([publication]);
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      const [delivery] = await log.wait(1);
      expect(delivery).toMatchObject({ queue: bench.queue.name, name: 'test.noop', isFirst: true });
      expect(delivery?.mark).toEqual({
        kind: 'ours',
        id: publication.id,
        publication: 7,
        version: 3,
        expiresAtMs,
        trace,
        isRepeat: true,
      });
      expect(Math.abs(Date.now() - (delivery?.publishedAtMs ?? Date.now()))).toBeLessThan(60_000);
    });

    it.each([
      ['text of every plane', { text: 'zażółć 你好 🦊 \u{10FFFF} \u2028 \r\n\t"\\' }],
      ['an empty text', ''],
      ['null', null],
      ['false', false],
      ['zero', 0],
      ['an empty list', []],
      ['numbers at the edges', [9_007_199_254_740_991, -9_007_199_254_740_991, 1e-7, 1e21, 5e-324, 1.7e308]],
      ['keys that mean something to others', { id: 1, '': 2, ns: 3, opts: 4, toString: 5, 'a.b': 6 }],
      ['a list of different things', [1, 'two', null, true, { three: [] }]],
      ['a text of 300 kB', 'ä'.repeat(150_000)],
    ])('brings %s as it was', async (_, payload) => {
      expect(await bench.broker.publish([newPublication(bench.queue, { payload })])).toEqual([undefined]);
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      await log.wait(1);
      expect(log.values).toEqual([payload]);
    });

    it('brings a payload 500 levels deep', async () => {
      let payload: object = {};
      for (let depth = 0; depth < 500; depth += 1) payload = { below: payload };
      await bench.broker.publish([newPublication(bench.queue, { payload: payload as never })]);
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      await log.wait(1);
      expect(log.values).toEqual([payload]);
    });

    it('keeps __proto__ a key like any other', async () => {
      const payload = JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":1}}');
      await bench.broker.publish([newPublication(bench.queue, { payload })]);
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      const [delivery] = await log.wait(1);
      const value = delivery?.body.kind === 'json' ? (delivery.body.value as object) : {};
      expect(Object.keys(value).toSorted()).toEqual(['__proto__', 'constructor']);
      expect('isAdmin' in value).toBe(false);
      expect('isAdmin' in {}).toBe(false);
    });

    it('holds no more at a time than it was told', async () => {
      await bench.broker.publish(newPublications(bench.queue, 20));
      const log = new DeliveryLog();
      await bench.consume(log, 4);
      await log.wait(4);
      await bench.broker.ping();
      await bench.broker.ping();
      expect(log.deliveries).toHaveLength(4);
      await log.deliveries[0]?.settle();
      await log.wait(5);
      expect(log.deliveries).toHaveLength(5);
    });

    it('wakes up for a message that comes while it waits', async () => {
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      for (let at = 1; at <= 5; at += 1) {
        await bench.broker.publish([newPublication(bench.queue)]);
        await log.wait(at, 3_000);
      }
      expect(log.deliveries).toHaveLength(5);
    });

    it('spreads 2,000 messages over three consumers, each once', async () => {
      await bench.broker.publish(newPublications(bench.queue, 2_000));
      const logs = [new DeliveryLog(settle), new DeliveryLog(settle), new DeliveryLog(settle)];
      await Promise.all(logs.map((log) => bench.consume(log, 50)));
      const ids = () => logs.flatMap(({ deliveries }) => deliveries.map(idOf));
      await until(() => ids().length >= 2_000, { timeoutMs: 25_000, what: '2,000 deliveries' });
      await until(async () => !(await bench.broker.counts(bench.queue)).held, {
        what: 'the last to be settled, where the broker can tell',
      });
      expect(ids()).toHaveLength(2_000);
      expect(new Set(ids()).size).toBe(2_000);
    });
  });
}
