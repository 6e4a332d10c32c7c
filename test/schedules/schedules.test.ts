import { expect, test } from 'vitest';
import { jobs } from '../../jobs/index.ts';
import { queues } from '../../jobs/queues.ts';
import { schedules } from '../../schedules/index.ts';
import { makeRegistry } from '../../src/job/registry.ts';
import { checkSchedules } from '../../src/schedule/definition/check-schedules.ts';

test('every schedule has a name of its own, a job of the catalogue and a payload that the job accepts', async () => {
  await expect(checkSchedules(schedules, makeRegistry(jobs, queues), 65_536)).resolves.toBeUndefined();
});
