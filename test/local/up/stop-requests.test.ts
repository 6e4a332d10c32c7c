import { expect, onTestFinished, test, vi } from 'vitest';
import { listenForStop } from '../../../src/local/up/stop-requests.ts';

test('takes two signals within half a second for one', async () => {
  let now = 0;
  const requests = listen(() => now);
  process.emit('SIGINT');
  now = 400;
  process.emit('SIGINT');
  expect(requests.onMore).not.toHaveBeenCalled();
  expect(requests.signal.aborted).toBe(true);
  await requests.first;
});

test('takes a later signal, of any kind, for impatience', () => {
  let now = 0;
  const requests = listen(() => now);
  process.emit('SIGINT');
  now = 600;
  process.emit('SIGTERM');
  expect(requests.onMore).toHaveBeenCalledOnce();
});

test('leaves signals alone once closed', () => {
  const before = process.listenerCount('SIGINT');
  const requests = listenForStop();
  expect(process.listenerCount('SIGINT')).toBe(before + 1);
  requests.close();
  expect(process.listenerCount('SIGINT')).toBe(before);
});

function listen(now: () => number) {
  const requests = Object.assign(listenForStop(now), { onMore: vi.fn<() => void>() });
  onTestFinished(() => requests.close());
  return requests;
}
