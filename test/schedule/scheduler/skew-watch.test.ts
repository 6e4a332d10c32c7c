import { expect, it, vi } from 'vitest';
import { SkewWatch } from '../../../src/schedule/scheduler/skew-watch.ts';
import { type Log, silentLog } from '../../../src/telemetry/log.ts';

it('warns once when the clocks are apart, and tells when they agree again', () => {
  const log = { ...silentLog, warn: vi.fn<Log['warn']>(), info: vi.fn<Log['warn']>() };
  const watch = new SkewWatch(log);
  watch.observe(100_000, 100_000, 100_010);
  watch.observe(104_900, 100_000, 100_010);
  expect(log.warn).not.toHaveBeenCalled();
  watch.observe(105_100, 100_000, 100_010);
  watch.observe(90_000, 100_000, 100_010);
  expect(log.warn).toHaveBeenCalledOnce();
  expect(log.warn).toHaveBeenCalledWith(expect.stringContaining('the database'), { skewMs: 5_095 });
  watch.observe(100_000, 100_000, 100_010);
  expect(log.info).toHaveBeenCalledOnce();
});

it('does not take a slow answer for a wrong clock', () => {
  const log = { ...silentLog, warn: vi.fn<Log['warn']>() };
  new SkewWatch(log).observe(100_000, 100_000, 112_000);
  expect(log.warn).not.toHaveBeenCalled();
});
