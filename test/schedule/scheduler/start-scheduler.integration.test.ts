import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { defineSchedule } from '../../../src/schedule/definition/define-schedule.ts';
import { ScheduleMetrics } from '../../../src/schedule/scheduler/schedule-metrics.ts';
import { type Scheduler, startScheduler } from '../../../src/schedule/scheduler/start-scheduler.ts';
import { type Log, silentLog } from '../../../src/telemetry/log.ts';
import { Metrics } from '../../../src/telemetry/metrics.ts';
import { until } from '../../until.ts';
import { registry, writeNote } from '../note-jobs.ts';
import { HandClock, openScheduleRoom, type ScheduleRoom } from '../schedule-room.ts';

const note = { job: writeNote, payload: { note: 'tea' } };
const everySecond = defineSchedule({ ...note, name: 'every-second', cron: '* * * * * *' });

let room: ScheduleRoom;
let scheduler: Scheduler | undefined;

beforeAll(async () => {
  room = await openScheduleRoom();
});
afterAll(() => room.close());
afterEach(async () => {
  await scheduler?.close();
  await room.clear();
});

const start = async (more: Partial<Parameters<typeof startScheduler>[0]> = {}) => {
  scheduler = await startScheduler({
    ...room,
    registry,
    schedules: [everySecond],
    maxPayloadBytes: 65_536,
    ...more,
  });
  await scheduler.ready;
  return scheduler;
};
const fired = async () => (await room.dueTimes('every-second')).length;

it('fires as time goes by, stops, and goes on where it stopped', async () => {
  await start();
  await until(async () => (await fired()) >= 2, { what: 'two due times to be fired' });
  await scheduler?.close();
  const before = await room.dueTimes('every-second');
  await start();
  await until(async () => (await fired()) >= before.length + 2, { what: 'two more due times' });
  const seconds = (await room.dueTimes('every-second')).map(({ dueAt }) => Date.parse(dueAt) / 1_000);
  expect(seconds).toEqual(seconds.map((_, index) => (seconds[0] ?? 0) + index));
});

it('refuses schedules that do not fit their jobs, before anything is stored', async () => {
  const bad = defineSchedule({ name: 'bad', job: writeNote, payload: { note: '' }, every: '1h' });
  await expect(start({ schedules: [bad] })).rejects.toThrow('bad: The payload for tests.write-note');
});

it('is live as long as no due time is overdue beyond its tolerance', async () => {
  const clock = new HandClock('2026-06-01T12:00:00Z');
  const hourly = defineSchedule({ ...note, name: 'hourly', cron: '0 * * * *', toleranceMs: 1_000 });
  const accept = vi.fn<Ledger['accept']>(() => Promise.reject(new Error('stuck')));
  await start({ schedules: [hourly], clock, ledger: { accept } });
  clock.goTo('2026-06-01T13:00:00.900Z');
  await until(() => accept.mock.calls.length >= 4, { what: 'two looks' });
  expect(scheduler?.whyNotLive).toBeUndefined();
  clock.goTo('2026-06-01T13:00:05Z');
  await until(() => scheduler?.whyNotLive, { what: 'an overdue schedule' });
  expect(scheduler?.whyNotLive).toBe('overdue: hourly by 5 s');
  await room.database.query('UPDATE nightshift.schedules SET paused_at = now()');
  await until(() => scheduler?.whyNotLive === undefined, { what: 'nothing to be overdue' });
});

it('says once, and on the schedule, that one cannot be fired', async () => {
  const log = { ...silentLog, error: vi.fn<Log['warn']>() };
  const accept = vi.fn<Ledger['accept']>(() => Promise.reject(new Error('stuck')));
  await start({ ledger: { accept }, log });
  await until(() => log.error.mock.calls.length > 0, { what: 'the failure to be logged' });
  expect(await room.row('every-second')).toMatchObject({ problem: 'could not be fired: stuck' });
  await until(() => accept.mock.calls.length > 4, { what: 'two more tries' });
  expect(log.error).toHaveBeenCalledOnce();
});

it('counts lateness and decisions', async () => {
  const metrics = new Metrics();
  await start({ metrics: new ScheduleMetrics(metrics) });
  await until(async () => (await fired()) >= 2, { what: 'two due times to be fired' });
  await scheduler?.close();
  const text = await metrics.text();
  expect(text).toMatch(/nightshift_schedule_due_times_total\{decision="fired"\} [2-9]/);
  expect(text).toMatch(/nightshift_schedule_lateness_seconds_bucket\{le="1"\} [2-9]/);
});
