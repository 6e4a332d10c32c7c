import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { newJob } from '../../src/producer/new-job.ts';

const fair = defineQueue({ name: 'fair', broker: 'bullmq', workers: 'w', fairBy: 'tenant' });
const job = defineJob({ name: 'test.fair', queue: 'fair', payload: z.any(), run: () => {} });

test('turns go by the tenant of the job, or else by the one in its payload', () => {
  expect(newJob(job, fair, { tenant: 'theirs' }, { tenant: 'ours' }).turnKey).toBe('ours');
  expect(newJob(job, fair, { tenant: 'theirs' }, {}).turnKey).toBe('theirs');
  expect(newJob(job, fair, {}, {}).turnKey).toBe('');
});
