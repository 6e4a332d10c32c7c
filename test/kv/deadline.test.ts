import { expect, test } from 'vitest';
import { Deadline } from '../../src/kv/deadline.ts';

test('passes answers and errors on, and refuses what takes longer, each by itself', async () => {
  const deadline = new Deadline(60);
  const never = deadline.hold(new Promise(() => {}));
  expect(await deadline.hold(Promise.resolve(7))).toBe(7);
  await expect(deadline.hold(Promise.reject(new Error('wrong')))).rejects.toThrow('wrong');
  await expect(never).rejects.toMatchObject({ code: 'KV_UNAVAILABLE' });
  // After a rest in which there was nothing to hold.
  await expect(deadline.hold(new Promise(() => {}))).rejects.toMatchObject({ code: 'KV_UNAVAILABLE' });
});
