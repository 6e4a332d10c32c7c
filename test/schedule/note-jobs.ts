import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { makeRegistry } from '../../src/job/registry.ts';

/** The job of every schedule in these tests; it is never run. */
export const writeNote = defineJob({
  name: 'tests.write-note',
  queue: 'tests',
  payload: z.strictObject({ note: z.string().min(1) }),
  run: () => {},
});

/** The same, of which there is one at a time. */
export const writeOneNote = defineJob({
  name: 'tests.write-one-note',
  queue: 'tests',
  payload: z.strictObject({ note: z.string().min(1) }),
  unique: ({ note }) => ({ key: note }),
  run: () => {},
});

export const registry = makeRegistry(
  [writeNote, writeOneNote],
  [defineQueue({ name: 'tests', broker: 'bullmq', workers: 'tests' })],
);
