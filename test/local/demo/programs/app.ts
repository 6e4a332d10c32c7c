import { z } from 'zod';
import { PermanentError } from '../../../../src/job/handler-errors.ts';
import { defineJob } from '../../../../src/job/job-definition.ts';
import { completed } from '../../../../src/job/outcome.ts';
import { defineQueue } from '../../../../src/job/queue.ts';

export const queues = [
  defineQueue({ name: 'kept', broker: 'bullmq', workers: 'all' }),
  defineQueue({ name: 'flood', broker: 'bullmq', workers: 'all', recorded: false }),
];

export const draw = defineJob({
  name: 'chart.draw',
  queue: 'kept',
  payload: z.strictObject({ title: z.string() }),
  run: ({ title }) => completed({ file: `charts/${title}.svg` }),
});

export const track = defineJob({
  name: 'visit.track',
  queue: 'flood',
  payload: z.strictObject({ path: z.string() }),
  run: () => undefined,
});

export const refuse = defineJob({
  name: 'card.refuse',
  queue: 'kept',
  payload: z.strictObject({}),
  run: () => {
    throw new PermanentError('the card was refused');
  },
});

export const samples = [
  { definition: draw, payload: { title: 'sales' } },
  { definition: track, payload: { path: '/' } },
  ...(process.env['DEMO_WITH_FAILURE'] === 'yes' ? [{ definition: refuse, payload: {} }] : []),
];
