import { expect, test } from 'vitest';
import { defineWorker, type WorkerTools } from '../../src/worker/define-worker.ts';

test('a group that needs no services leaves them out', () => {
  const worker = defineWorker({ queues: ['email'] });
  expect(worker.services({} as WorkerTools)).toEqual({}); // it asks for nothing
});

test('a group without queues is refused', () => {
  expect(() => defineWorker({ queues: [] })).toThrow(/needs the names of its queues/);
});
