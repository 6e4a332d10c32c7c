import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { defineSchedule, type Schedule } from '../../../src/schedule/definition/define-schedule.ts';
import { type FireReport, fireDue } from '../../../src/schedule/firing/fire-due.ts';
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

describe('after two hours without a scheduler', () => {
  const every10 = { ...note, every: '10m', graceMs: 1_000 } as const;

  it('each policy does its own', async () => {
    await store(
      defineSchedule({ ...every10, name: 'skipping', misfire: 'skip' }),
      defineSchedule({ ...every10, name: 'latest', misfire: 'latest' }),
      defineSchedule({ ...every10, name: 'all', misfire: 'all' }),
    );
    await fireAt('2026-06-01T14:59:00Z');
    expect(await room.decisions('skipping')).toEqual(['14:50:00 missed']);
    expect(await room.decisions('latest')).toEqual(['14:40:00 missed', '14:50:00 fired']);
    expect(await room.decisions('all')).toHaveLength(12);
    const all = await room.dueTimes('all');
    expect(all.every(({ isLate, isCatchUp, job }) => isLate && isCatchUp && job)).toBe(true);
    expect((await room.dueTimes('skipping'))[0]).toMatchObject({ missed: 12, job: null });
    expect((await fireAt('2026-06-01T15:00:00Z')).plans).toHaveLength(3);
    expect((await room.decisions('latest')).at(-1)).toBe('15:00:00 fired');
  });

  it('a hundred are fired at most, and the schedule says which were not', async () => {
    await store(defineSchedule({ ...note, name: 'all', cron: '*/5 * * * * *', misfire: 'all' }));
    await fireAt('2026-06-01T14:59:59Z');
    const due = await room.dueTimes('all');
    expect(due.filter(({ job }) => job)).toHaveLength(100);
    expect(due[0]).toMatchObject({ decision: 'missed', missed: 100 });
    expect((await room.row('all'))['problem']).toContain(
      'the newest 100 were fired, those from 2026-06-01T13:00:00.000Z to 2026-06-01T14:51:35.000Z were not',
    );
  });
});

describe('a clock that is set', () => {
  it('an hour ahead and back fires nothing twice and misses nothing beyond the policy', async () => {
    await store(defineSchedule({ ...note, name: 'all', every: '10m', misfire: 'all' }));
    await fireAt('2026-06-01T13:00:00Z');
    await fireAt('2026-06-01T14:05:00Z');
    await fireAt('2026-06-01T13:06:00Z');
    for (let minute = 0; minute < 70; minute += 5) {
      clock.goOn(5 * 60_000);
      await fire();
    }
    const due = await room.decisions('all');
    expect(due).toEqual(
      ['13:00', '13:10', '13:20', '13:30', '13:40', '13:50', '14:00', '14:10'].map(
        (time) => `${time}:00 fired`,
      ),
    );
  });

  it('an hour back waits, and fires each due time once when it comes again', async () => {
    await store(defineSchedule({ ...note, name: 'hourly', every: '30m' }));
    await fireAt('2026-06-01T13:00:00Z');
    await fireAt('2026-06-01T12:00:01Z');
    await fireAt('2026-06-01T13:00:00Z');
    await fireAt('2026-06-01T13:30:00Z');
    expect(await room.decisions('hourly')).toEqual(['13:00:00 fired', '13:30:00 fired']);
  });

  it('back before a stored due time does not fire that one again', async () => {
    await store(defineSchedule({ ...note, name: 'again', every: '30m' }));
    await fireAt('2026-06-01T13:00:00Z');
    await room.database.query(`UPDATE nightshift.schedules SET next_due_at = '2026-06-01T13:00:00Z'`);
    await fire();
    expect(await room.decisions('again')).toEqual(['13:00:00 fired']);
    const jobs = await rowsOf(room.database, `SELECT id FROM nightshift.jobs WHERE schedule = 'again'`);
    const [due] = await room.dueTimes('again');
    expect(jobs).toEqual([{ id: due?.job?.id }]);
    expect(await room.row('again')).toMatchObject({
      next_due_at: new Date('2026-06-01T13:30:00Z'),
      last_job_id: due?.job?.id,
    });
  });
});
