import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defineSchedule } from '../../../src/schedule/definition/define-schedule.ts';
import { fireDue } from '../../../src/schedule/firing/fire-due.ts';
import { editSchedule, resetSchedule } from '../../../src/schedule/operate/edit-schedule.ts';
import { listSchedules } from '../../../src/schedule/operate/list-schedules.ts';
import { pauseSchedule, resumeSchedule } from '../../../src/schedule/operate/pause-schedule.ts';
import { pruneDueTimes } from '../../../src/schedule/operate/prune-due-times.ts';
import { recentDueTimes } from '../../../src/schedule/operate/recent-due-times.ts';
import { runScheduleNow } from '../../../src/schedule/operate/run-schedule-now.ts';
import { registry, writeNote } from '../note-jobs.ts';
import { HandClock, openScheduleRoom, type ScheduleRoom } from '../schedule-room.ts';

const hourly = defineSchedule({
  name: 'hourly',
  job: writeNote,
  payload: { note: 'tea' },
  cron: '0 * * * *',
  timeZone: 'Asia/Kathmandu',
});

let room: ScheduleRoom;
let clock: HandClock;

beforeAll(async () => {
  room = await openScheduleRoom();
});
afterAll(() => room.close());

beforeEach(async () => {
  clock = new HandClock('2026-06-01T12:30:00Z');
  await room.clear();
  await room.store([hourly], clock);
});

const parts = () => ({ database: room.database, registry, maxPayloadBytes: 65_536, clock });
const edit = (change: Parameters<typeof editSchedule>[2]) => editSchedule(parts(), 'hourly', change);
const view = async () => (await listSchedules(room.database))[0];
const fireAt = async (time: string) => {
  clock.goTo(time);
  await fireDue({ ...room, clock });
};

describe('pausing', () => {
  it('stops a schedule, says by whom and why, and resuming goes on without what was missed', async () => {
    await pauseSchedule(room.database, 'hourly', { by: 'ann', why: 'wrong figures' });
    await pauseSchedule(room.database, 'hourly', { by: 'bob' });
    await fireAt('2026-06-01T15:20:00Z');
    expect(await room.dueTimes('hourly')).toEqual([]);
    expect(await view()).toMatchObject({ state: 'paused', paused: { by: 'ann', why: 'wrong figures' } });
    await resumeSchedule(room.database, 'hourly', clock);
    await fireAt('2026-06-01T16:15:00Z');
    expect((await room.dueTimes('hourly')).map(({ dueAt }) => dueAt)).toEqual(['2026-06-01T16:15:00Z']);
    expect(await view()).toMatchObject({ state: 'active', paused: null });
  });

  it('names the nearest schedule when there is none of that name', async () => {
    await expect(pauseSchedule(room.database, 'hourli', { by: 'ann' })).rejects.toThrow(
      'No schedule is named "hourli". Did you mean "hourly"?',
    );
  });

  it('leaves the due time of a schedule that is resumed without being paused', async () => {
    clock.goTo('2026-06-01T15:20:00Z');
    await resumeSchedule(room.database, 'hourly', clock);
    expect(await view()).toMatchObject({ nextDueAt: new Date('2026-06-01T13:15:00Z') });
  });
});

describe('running by hand', () => {
  it('enqueues the job, due now, even while paused, and leaves the due times alone', async () => {
    await pauseSchedule(room.database, 'hourly', { by: 'ann' });
    const { id } = await runScheduleNow(room, 'hourly', { by: 'ann' });
    const [due] = await room.dueTimes('hourly');
    expect(due).toMatchObject({ decision: 'by-hand', by: 'ann', job: { id, payload: { note: 'tea' } } });
    expect(await view()).toMatchObject({
      nextDueAt: new Date('2026-06-01T13:15:00Z'),
      lastJob: { id, state: 'waiting' },
    });
  });

  it('refuses a schedule that is no longer in the code', async () => {
    await room.store([], clock);
    await expect(runScheduleNow(room, 'hourly', { by: 'ann' })).rejects.toThrow('no longer in the code');
    expect(await view()).toMatchObject({ state: 'removed' });
  });
});

describe('editing', () => {
  it('changes the times from now on, over deploys, and shows what the code says', async () => {
    clock.goTo('2026-06-01T13:20:00Z');
    await edit({ cron: '30 6 * * *', by: 'ann' });
    const changed = {
      times: { text: '30 6 * * *', timeZone: 'Asia/Kathmandu' },
      nextDueAt: new Date('2026-06-02T00:45:00Z'),
      override: { by: 'ann', times: true, payload: false, code: { times: { text: '0 * * * *' } } },
    };
    expect(await view()).toMatchObject(changed);
    await room.store([defineSchedule({ ...hourly, cron: '0 * * * *', graceMs: 1_000 })], clock);
    expect(await view()).toMatchObject({
      ...changed,
      override: { code: { times: { text: '0 * * * *', timeZone: 'UTC' } } },
    });
  });

  it('changes the payload of the jobs to come', async () => {
    await edit({ payload: { note: 'cake' }, by: 'ann' });
    await fireAt('2026-06-01T13:15:00Z');
    expect((await room.dueTimes('hourly'))[0]?.job?.payload).toEqual({ note: 'cake' });
    expect(await view()).toMatchObject({
      payload: { note: 'cake' },
      override: { payload: true, times: false, code: { payload: { note: 'tea' } } },
    });
  });

  it('adds to earlier changes, where an interval replaces a cron expression', async () => {
    await edit({ cron: '30 6 * * *', by: 'ann' });
    await edit({ every: '90s', timeZone: 'Europe/Berlin', by: 'bob' });
    expect(await view()).toMatchObject({
      times: { text: 'every 90s', timeZone: 'Europe/Berlin' },
      override: { by: 'bob' },
    });
  });

  it('is taken back', async () => {
    await edit({ cron: '30 6 * * *', payload: { note: 'cake' }, by: 'ann' });
    await resetSchedule(parts(), 'hourly');
    expect(await view()).toMatchObject({
      times: { text: '0 * * * *' },
      payload: { note: 'tea' },
      nextDueAt: new Date('2026-06-01T13:15:00Z'),
      override: null,
    });
    expect((await room.row('hourly'))['template']).toMatchObject({ payload: { note: 'tea' } });
  });

  it.each([
    [{ cron: '61 * * * *' }, 'cron minute "61"'],
    [{ every: '5 minutes' }, 'expected a whole number with s, m, h or d'],
    [{ cron: '0 6 * * *', every: '5m' }, 'give either cron or every'],
    [{ timeZone: 'Nowhere' }, 'timeZone "Nowhere" is not known'],
    [{ payload: { note: '' } }, 'The payload for tests.write-note'],
    [{}, 'nothing to change was given'],
  ])('refuses %j', async (change, message) => {
    await expect(edit({ ...change, by: 'ann' })).rejects.toThrow(message);
    expect(await view()).toMatchObject({ override: null });
  });
});

describe('the history', () => {
  it('tells what became of the last due times, the newest first', async () => {
    await fireAt('2026-06-01T13:15:00Z');
    await fireAt('2026-06-01T16:30:00Z');
    const history = await recentDueTimes(room.database, 'hourly', { count: 2 });
    expect(history).toMatchObject([
      { dueAt: new Date('2026-06-01T16:15:00Z'), decision: 'fired', jobState: 'waiting', isCatchUp: true },
      { dueAt: new Date('2026-06-01T15:15:00Z'), decision: 'missed', missed: 2 },
    ]);
  });

  it('is pruned, save for the last day', async () => {
    await fireAt('2026-06-01T13:15:00Z');
    await fireAt('2026-06-01T14:15:00Z');
    await room.database.query(
      `UPDATE nightshift.schedule_due SET decided_at = now() - interval '2 days' WHERE due_at < '2026-06-01T14:00:00Z'`,
    );
    expect(await pruneDueTimes(room.database, 0)).toBe(1);
    expect(await recentDueTimes(room.database, 'hourly', { count: 10 })).toHaveLength(1);
  });
});
