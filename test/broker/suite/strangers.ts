import { describe, expect, it } from 'vitest';
import { isJobId } from '../../../src/job/job-id.ts';
import { until } from '../../until.ts';
import type { BrokerBench } from '../broker-bench.ts';
import { DeliveryLog, handBackFirst, idOf, settle } from '../delivery-log.ts';
import { newPublication } from '../new-publication.ts';

/** What this broker can do about strangers. */
export interface Strangers {
  /** Their messages have a key by which adopting one twice is once. */
  readonly haveKeys: boolean;
  /** They can publish what is not JSON. */
  readonly canPublishRubbish: boolean;
}

const NO_KEYS = 'AMQP gives its messages no key';

export function strangerTests(bench: BrokerBench, { haveKeys, canPublishRubbish }: Strangers): void {
  describe('strangers', () => {
    it('delivers what a program without Nightshift published', async () => {
      await bench.underTest.publishAsStranger(bench.queue, 'theirs', { to: 'ann', list: [1] });
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      const [delivery] = await log.wait(1);
      expect(delivery).toMatchObject({ name: 'theirs', mark: { kind: 'stranger' } });
      expect(delivery?.body).toEqual({ kind: 'json', value: { to: 'ann', list: [1] } });
      await until(async () => (await bench.ready()) === 0, { what: 'an empty queue' });
    });

    it('gives a message of a stranger the same id each time it is delivered', async ({ skip }) => {
      skip(!haveKeys, NO_KEYS);
      await bench.underTest.publishAsStranger(bench.queue, 'theirs', {});
      const log = new DeliveryLog(handBackFirst);
      await bench.consume(log);
      const [first, second] = (await log.wait(2)).map(idOf);
      expect(isJobId(first)).toBe(true);
      expect(second).toBe(first);
    });

    it('gives two messages of a stranger different ids', async ({ skip }) => {
      skip(!haveKeys, NO_KEYS);
      await bench.underTest.publishAsStranger(bench.queue, 'theirs', {});
      await bench.underTest.publishAsStranger(bench.queue, 'theirs', {});
      const log = new DeliveryLog(settle);
      await bench.consume(log);
      const [first, second] = (await log.wait(2)).map(idOf);
      expect(second).not.toBe(first);
    });

    it('delivers what is not JSON as it came, beside unharmed neighbours', async ({ skip }) => {
      skip(!canPublishRubbish, 'its columns take nothing but JSON');
      await bench.broker.publish([newPublication(bench.queue, { payload: 'before' })]);
      await bench.underTest.publishRubbish?.(bench.queue, '{"to": "ann"');
      await bench.broker.publish([newPublication(bench.queue, { payload: 'after' })]);
      const log = new DeliveryLog(settle);
      await bench.consume(log, 1);
      await log.wait(3);
      const raw = log.deliveries.flatMap(({ body }) => (body.kind === 'rubbish' ? [body.raw] : []));
      expect(raw.map((bytes) => Buffer.from(bytes).toString())).toEqual(['{"to": "ann"']);
      expect(log.values).toEqual(['before', undefined, 'after']);
      await until(async () => (await bench.ready()) === 0, { what: 'an empty queue' });
    });
  });
}
