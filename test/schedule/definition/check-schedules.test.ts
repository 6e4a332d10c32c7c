import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../../src/job/job-definition.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { makeRegistry } from '../../../src/job/registry.ts';
import { checkSchedules } from '../../../src/schedule/definition/check-schedules.ts';
import { defineSchedule } from '../../../src/schedule/definition/define-schedule.ts';

const queue = defineQueue({ name: 'reports', broker: 'bullmq', workers: 'reports' });
const job = defineJob({
  name: 'reports.send-report',
  queue: 'reports',
  payload: z.strictObject({ kind: z.string().min(3) }),
  run: () => {},
});
const stray = { ...job, name: 'reports.send-other' };
const flood = defineQueue({ name: 'flood', broker: 'bullmq', workers: 'reports', recorded: false });
const unrecorded = { ...job, name: 'reports.count-hits', queue: 'flood' };
const registry = makeRegistry([job, unrecorded], [queue, flood]);

it('accepts schedules whose payloads fit their jobs', async () => {
  const schedule = defineSchedule({ name: 'daily', job, payload: { kind: 'sales' }, every: '1d' });
  await expect(checkSchedules([schedule], registry, 65_536)).resolves.toBeUndefined();
});

it('lists what is wrong with all of them', async () => {
  const schedules = [
    defineSchedule({ name: 'daily', job, payload: { kind: 'x' }, every: '1d' }),
    defineSchedule({ name: 'daily', job, payload: { kind: 'x'.repeat(200) }, every: '1d' }),
    defineSchedule({ name: 'hourly', job: stray, payload: { kind: 'sales' }, every: '1h' }),
    defineSchedule({ name: 'hits', job: unrecorded, payload: { kind: 'sales' }, every: '1h' }),
  ];
  await expect(checkSchedules(schedules, registry, 100)).rejects.toThrow(
    /- daily: The payload .*kind.*\n- daily: two schedules have this name\n- daily: The payload .* bytes.*\n- hourly: job reports.send-other is not in the list of jobs\n- hits: queue flood is not recorded/s,
  );
});
