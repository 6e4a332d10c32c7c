import { expect, onTestFinished, test } from 'vitest';
import { Recoveries } from '../../src/ledger/recovery/recoveries.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { until } from '../until.ts';

test('looks after any number of queues at once without a warning of Node', async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error): void => void warnings.push(warning);
  process.on('warning', listen);
  onTestFinished(() => void process.off('warning', listen));
  const looked: string[] = [];
  const recoveries = new Recoveries({
    ledger: {
      recover: async (queue) => {
        looked.push(queue);
        return { repeated: 0, released: 0 };
      },
    },
    log: silentLog,
    onRecovered: () => {},
  });
  for (let queue = 0; queue < 30; queue += 1) recoveries.start(`queue ${queue}`, 'new');
  await new Promise((resolve) => setImmediate(resolve));
  await recoveries.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(new Set(looked).size).toBe(30);
  expect(warnings).toEqual([]);
});

test('a queue forgotten twice is looked at again from the second time on', async () => {
  const looks: string[] = [];
  const recoveries = new Recoveries({
    ledger: {
      recover: async (_queue, why) => {
        looks.push(why);
        return { repeated: 0, released: 0 };
      },
    },
    log: silentLog,
    onRecovered: () => {},
    againMs: [200, 10],
  });
  recoveries.start('mail', 'new');
  recoveries.start('mail', 'wiped');
  await until(() => looks.length >= 4, { what: 'the looks of the second', timeoutMs: 30_000 });
  await recoveries.close();
  expect(looks).toEqual(['new', 'wiped', 'wiped (again)', 'wiped (again)']);
});
