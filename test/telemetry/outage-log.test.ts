import { expect, test } from 'vitest';
import { makeLog } from '../../src/telemetry/make-log.ts';
import { OutageLog } from '../../src/telemetry/outage-log.ts';

test('an outage is logged once when it begins and once when it ends, with its length', () => {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const outage = new OutageLog(makeLog({ destination, format: 'json' }), 'Redis');
  outage.ended();
  outage.began(new Error('ECONNREFUSED redis://u:geheim@h'));
  outage.began(new Error('again'));
  outage.ended();
  outage.ended();
  outage.began('second');
  expect(lines).toMatchObject([
    { level: 'warn', message: 'Redis does not answer', cause: 'ECONNREFUSED redis://u:***@h' },
    { level: 'info', message: 'Redis answers again', downMs: expect.any(Number) },
    { level: 'warn', message: 'Redis does not answer', cause: 'second' },
  ]);
});
