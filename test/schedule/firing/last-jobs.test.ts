import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defineSchedule, type Schedule } from '../../../src/schedule/definition/define-schedule.ts';
import { type FireReport, fireDue } from '../../../src/schedule/firing/fire-due.ts';
import { resumeSchedule } from '../../../src/schedule/operate/pause-schedule.ts';
import { writeNote } from '../note-jobs.ts';
import { HandClock, openScheduleRoom, type ScheduleRoom } from '../schedule-room.ts';

const note = { job: writeNote, payload: { note: 'tea' } };

let room: ScheduleRoom;
let clock: HandClock;

beforeAll(async () => {
  room = await openScheduleRoom();
});
afterAll(() => room.close());

beforeEach(() => {
  clock = new HandClock('2026-06-01T12:59:59Z');
});
afterEach(async () => {
  await room.clear();
});

const store = (...schedules: readonly Schedule[]) => room.store(schedules, clock);
const fire = (): Promise<FireReport> => fireDue({ ...room, clock });
const fireAt = (time: string): Promise<FireReport> => {
  clock.goTo(time);
  return fire();
};

describe('while the last job still runs', () => {
  const jobOf = async (schedule: string) => (await room.dueTimes(schedule)).at(-1)?.job?.id ?? '';

  it('`skip` passes over its due times, until the job has ended', async () => {
    await store(defineSchedule({ ...note, name: 'skipping', every: '10m', overlap: 'skip' }));
    await fireAt('2026-06-01T13:00:00Z');
    await room.setState([await jobOf('skipping')], 'active');
    await fireAt('2026-06-01T13:10:00Z');
    await room.setState([(await room.dueTimes('skipping'))[0]?.job?.id ?? ''], 'completed');
    await fireAt('2026-06-01T13:20:00Z');
    expect(await room.decisions('skipping')).toEqual([
      '13:00:00 fired',
      '13:10:00 overlap',
      '13:20:00 fired',
    ]);
  });

  it('`queue` holds its due times back and fires them one after the other', async () => {
    await store(
      defineSchedule({ ...note, name: 'queueing', every: '10m', overlap: 'queue', misfire: 'skip' }),
    );
    await fireAt('2026-06-01T13:00:00Z');
    await fireAt('2026-06-01T13:10:00Z');
    await fireAt('2026-06-01T13:25:00Z');
    expect(await room.decisions('queueing')).toEqual(['13:00:00 fired']);
    expect((await fire()).plans).toEqual([]);
    await room.setState([await jobOf('queueing')], 'failed');
    await fire();
    expect(await room.decisions('queueing')).toEqual(['13:00:00 fired', '13:10:00 fired']);
    expect((await room.dueTimes('queueing')).at(-1)).toMatchObject({ isLate: true, isCatchUp: false });
    await room.setState([await jobOf('queueing')], 'completed');
    await fire();
    expect(await room.decisions('queueing')).toEqual(['13:00:00 fired', '13:10:00 fired', '13:20:00 fired']);
    await fireAt('2026-06-01T13:30:00Z');
    expect(await room.decisions('queueing')).toHaveLength(3);
  });
});

describe('a schedule whose jobs fail', () => {
  it('is paused at the next due time when the last ones in a row have failed', async () => {
    await store(defineSchedule({ ...note, name: 'failing', every: '10m', pauseAfterFailures: 2 }));
    const endLast = async (state: string) =>
      room.setState([(await room.dueTimes('failing')).at(-1)?.job?.id ?? ''], state);
    await fireAt('2026-06-01T13:00:00Z');
    await endLast('failed');
    await fireAt('2026-06-01T13:10:00Z');
    await endLast('completed');
    await fireAt('2026-06-01T13:20:00Z');
    await endLast('failed');
    await fireAt('2026-06-01T13:30:00Z');
    await endLast('failed');
    await fireAt('2026-06-01T13:40:00Z');
    expect(await room.decisions('failing')).toHaveLength(4);
    expect(await room.row('failing')).toMatchObject({
      paused_by: 'nightshift',
      paused_why: 'its last 2 jobs have failed',
    });
    expect((await fireAt('2026-06-01T13:50:00Z')).plans).toEqual([]);
    await resumeSchedule(room.database, 'failing', clock);
    await fireAt('2026-06-01T14:00:00Z');
    expect(await room.decisions('failing')).toHaveLength(5);
  });
});
