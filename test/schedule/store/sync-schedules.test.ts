import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defineSchedule } from '../../../src/schedule/definition/define-schedule.ts';
import { writeNote } from '../note-jobs.ts';
import { HandClock, openScheduleRoom, type ScheduleRoom } from '../schedule-room.ts';

const note = { job: writeNote, payload: { note: 'tea' } };
const hourly = defineSchedule({ ...note, name: 'hourly', cron: '0 * * * *' });
const daily = defineSchedule({ ...note, name: 'daily', cron: '0 6 * * *', timeZone: 'Europe/Berlin' });

let room: ScheduleRoom;
let clock: HandClock;

beforeAll(async () => {
  room = await openScheduleRoom();
});
afterAll(() => room.close());

beforeEach(async () => {
  clock = new HandClock('2026-06-01T12:30:00Z');
  await room.database.query('DELETE FROM nightshift.schedules');
});

const nextDue = async (name: string) => (await room.row(name))['next_due_at'];

describe('the first start', () => {
  it('stores every schedule, due next after now', async () => {
    expect(await room.store([hourly, daily], clock)).toEqual({
      added: ['hourly', 'daily'],
      changed: [],
      removed: [],
    });
    expect(await nextDue('hourly')).toEqual(new Date('2026-06-01T13:00:00Z'));
    expect(await nextDue('daily')).toEqual(new Date('2026-06-02T04:00:00Z'));
  });

  it('may be made by three schedulers at once', async () => {
    const reports = await Promise.all([1, 2, 3].map(() => room.store([hourly, daily], clock)));
    expect(reports.flatMap(({ added }) => added)).toHaveLength(2);
  });

  it('stores one that is over already, never due', async () => {
    const over = defineSchedule({ ...note, name: 'over', every: '1h', endAt: new Date('2026-01-01') });
    await room.store([over], clock);
    expect(await nextDue('over')).toBeNull();
  });
});

describe('a later start', () => {
  it('changes nothing when the code is the same, so that what was missed is still to be decided', async () => {
    await room.store([hourly], clock);
    clock.goTo('2026-06-01T18:30:00Z');
    expect(await room.store([hourly], clock)).toEqual({ added: [], changed: [], removed: [] });
    expect(await nextDue('hourly')).toEqual(new Date('2026-06-01T13:00:00Z'));
  });

  it('keeps the next due time when something else has changed', async () => {
    await room.store([hourly], clock);
    clock.goTo('2026-06-01T18:30:00Z');
    const other = defineSchedule({ ...note, name: 'hourly', cron: '0 * * * *', payload: { note: 'cake' } });
    expect((await room.store([other], clock)).changed).toEqual(['hourly']);
    expect(await nextDue('hourly')).toEqual(new Date('2026-06-01T13:00:00Z'));
    expect((await room.row('hourly'))['template']).toMatchObject({ payload: { note: 'cake' } });
  });

  it('counts from now when the times have changed', async () => {
    await room.store([hourly], clock);
    clock.goTo('2026-06-01T18:30:00Z');
    await room.store([defineSchedule({ ...note, name: 'hourly', cron: '15 * * * *' })], clock);
    expect(await nextDue('hourly')).toEqual(new Date('2026-06-01T19:15:00Z'));
  });

  it('stops a schedule that the code has no more, and goes on where it stopped when it is back at once', async () => {
    await room.store([hourly, daily], clock);
    expect((await room.store([daily], clock)).removed).toEqual(['hourly']);
    expect((await room.row('hourly'))['removed_at']).not.toBeNull();
    clock.goTo('2026-06-01T13:10:00Z');
    expect((await room.store([hourly, daily], clock)).changed).toEqual(['hourly']);
    expect(await room.row('hourly')).toMatchObject({
      removed_at: null,
      next_due_at: new Date('2026-06-01T13:00:00Z'),
    });
  });

  it('starts a schedule anew that was away for long', async () => {
    await room.store([hourly], clock);
    await room.store([], clock);
    await room.database.query(`UPDATE nightshift.schedules SET removed_at = now() - interval '2 hours'`);
    clock.goTo('2026-06-03T13:10:00Z');
    await room.store([hourly], clock);
    expect(await nextDue('hourly')).toEqual(new Date('2026-06-03T14:00:00Z'));
  });

  it('keeps an operator’s pause and times', async () => {
    await room.store([hourly], clock);
    await room.database.query(
      `UPDATE nightshift.schedules SET paused_at = now(), paused_by = 'ann', override = '{"times":{"kind":"cron","cron":"30 7 * * *","timeZone":"UTC"}}',
         next_due_at = '2026-06-02T07:30:00Z'`,
    );
    await room.store([defineSchedule({ ...note, name: 'hourly', cron: '15 * * * *' })], clock);
    expect(await room.row('hourly')).toMatchObject({
      paused_by: 'ann',
      override: { times: { cron: '30 7 * * *' } },
      next_due_at: new Date('2026-06-02T07:30:00Z'),
      definition: { timing: { cron: '15 * * * *' } },
    });
  });

  it('keeps an operator’s payload, and pauses when the job takes it no more', async () => {
    await room.store([hourly], clock);
    await room.database.query(`UPDATE nightshift.schedules SET override = '{"payload":{"note":"scones"}}'`);
    const changed = { ...note, name: 'hourly', cron: '0 * * * *' };
    await room.store([defineSchedule({ ...changed, graceMs: 1_000 })], clock);
    expect(await room.row('hourly')).toMatchObject({
      template: { payload: { note: 'scones' } },
      paused_at: null,
    });
    await room.database.query(`UPDATE nightshift.schedules SET override = '{"payload":{"note":""}}'`);
    await room.store([defineSchedule({ ...changed, graceMs: 2_000 })], clock);
    expect(await room.row('hourly')).toMatchObject({
      template: { payload: { note: 'scones' } },
      paused_by: 'nightshift',
      paused_why: expect.stringContaining('the payload set by an operator no longer fits'),
    });
  });
});
