import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { LedgerUnavailableError } from '../../../src/ledger/ledger-errors.ts';
import { defineSchedule, type Schedule } from '../../../src/schedule/definition/define-schedule.ts';
import { type FireReport, fireDue } from '../../../src/schedule/firing/fire-due.ts';
import { resumeSchedule } from '../../../src/schedule/operate/pause-schedule.ts';
import { writeNote, writeOneNote } from '../note-jobs.ts';
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
  await room.database.query('DELETE FROM nightshift.schedules');
  await room.database.query('DELETE FROM nightshift.schedule_due');
});

const store = (...schedules: readonly Schedule[]) => room.store(schedules, clock);
const fire = (): Promise<FireReport> => fireDue({ ...room, clock });
const fireAt = (time: string): Promise<FireReport> => {
  clock.goTo(time);
  return fire();
};
const decisionsOf = async (schedule: string) =>
  (await room.dueTimes(schedule)).map(({ dueAt, decision }) => `${dueAt.slice(11, 19)} ${decision}`);

describe('a due time that has come', () => {
  it('gets one row and one job, which knows of it', async () => {
    await store(defineSchedule({ ...note, name: 'hourly', cron: '0 * * * *' }));
    await fireAt('2026-06-01T13:00:00Z');
    await fire();
    const [due, ...others] = await room.dueTimes('hourly');
    expect(others).toEqual([]);
    expect(due).toMatchObject({
      dueAt: '2026-06-01T13:00:00Z',
      decision: 'fired',
      isLate: false,
      isCatchUp: false,
      job: { state: 'waiting', payload: { note: 'tea' } },
    });
    const id = due?.job?.id ?? '';
    const [claimed] = await room.ledger.claim([{ id, publication: 1, isRedelivered: false }], randomUUID());
    expect(claimed).toMatchObject({
      kind: 'claimed',
      schedule: { dueAt: new Date('2026-06-01T13:00:00Z'), isLate: false, isCatchUp: false },
    });
    expect(await room.row('hourly')).toMatchObject({
      next_due_at: new Date('2026-06-01T14:00:00Z'),
      last_due_at: new Date('2026-06-01T13:00:00Z'),
      last_job_id: due?.job?.id,
    });
  });

  it('is fired once by many schedulers at once', async () => {
    const schedules = Array.from({ length: 300 }, (_, index) =>
      defineSchedule({ ...note, name: `hourly-${index}`, cron: '0 * * * *' }),
    );
    await store(...schedules);
    clock.goTo('2026-06-01T13:00:00Z');
    await Promise.all([fire(), fire(), fire(), fire()]);
    const [count] = await rowsOf(
      room.database,
      `SELECT count(*)::int AS rows, count(DISTINCT schedule)::int AS schedules, count(DISTINCT job_id)::int AS jobs
       FROM nightshift.schedule_due WHERE schedule LIKE 'hourly-%'`,
    );
    expect(count).toEqual({ rows: 300, schedules: 300, jobs: 300 });
  });

  it('starts its job at once, or as much later as its jitter says', async () => {
    await store(
      defineSchedule({ ...note, name: 'exact', cron: '0 * * * *' }),
      defineSchedule({ ...note, name: 'spread', cron: '0 * * * *', jitterMs: 60_000 }),
    );
    await fireAt('2026-06-01T13:00:00Z');
    const starts = await rowsOf<{ schedule: string; afterMs: number }>(
      room.database,
      `SELECT schedule, (extract(epoch FROM o.due_at - now()) * 1000)::float8 AS "inMs",
         (extract(epoch FROM o.due_at - d.due_at) * 1000)::float8 AS "afterMs"
       FROM nightshift.schedule_due d JOIN nightshift.outbox o ON o.id = d.job_id ORDER BY schedule`,
    );
    expect(starts).toEqual([
      { schedule: 'exact', inMs: expect.toSatisfy((ms: number) => ms <= 0), afterMs: expect.any(Number) },
      {
        schedule: 'spread',
        inMs: expect.any(Number),
        afterMs: expect.toSatisfy((ms: number) => ms > 0 && ms < 60_000),
      },
    ]);
  });

  it('belongs to the job that holds its unique key', async () => {
    await store(
      defineSchedule({ name: 'one', job: writeOneNote, payload: { note: 'tea' }, cron: '0 * * * *' }),
    );
    await fireAt('2026-06-01T13:00:00Z');
    await fireAt('2026-06-01T14:00:00Z');
    const [first, second] = await room.dueTimes('one');
    expect(second?.job?.id).toBe(first?.job?.id);
    expect(await room.row('one')).toMatchObject({ last_job_id: first?.job?.id });
  });
});

describe('after two hours without a scheduler', () => {
  const every10 = { ...note, every: '10m', graceMs: 1_000 } as const;

  it('each policy does its own', async () => {
    await store(
      defineSchedule({ ...every10, name: 'skipping', misfire: 'skip' }),
      defineSchedule({ ...every10, name: 'latest', misfire: 'latest' }),
      defineSchedule({ ...every10, name: 'all', misfire: 'all' }),
    );
    await fireAt('2026-06-01T14:59:00Z');
    expect(await decisionsOf('skipping')).toEqual(['14:50:00 missed']);
    expect(await decisionsOf('latest')).toEqual(['14:40:00 missed', '14:50:00 fired']);
    expect(await decisionsOf('all')).toHaveLength(12);
    const all = await room.dueTimes('all');
    expect(all.every(({ isLate, isCatchUp, job }) => isLate && isCatchUp && job)).toBe(true);
    expect((await room.dueTimes('skipping'))[0]).toMatchObject({ missed: 12, job: null });
    expect((await fireAt('2026-06-01T15:00:00Z')).plans).toHaveLength(3);
    expect((await decisionsOf('latest')).at(-1)).toBe('15:00:00 fired');
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
    const due = await decisionsOf('all');
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
    expect(await decisionsOf('hourly')).toEqual(['13:00:00 fired', '13:30:00 fired']);
  });

  it('back before a stored due time does not fire that one again', async () => {
    await store(defineSchedule({ ...note, name: 'again', every: '30m' }));
    await fireAt('2026-06-01T13:00:00Z');
    await room.database.query(`UPDATE nightshift.schedules SET next_due_at = '2026-06-01T13:00:00Z'`);
    await fire();
    expect(await decisionsOf('again')).toEqual(['13:00:00 fired']);
    const jobs = await rowsOf(room.database, `SELECT id FROM nightshift.jobs WHERE schedule = 'again'`);
    const [due] = await room.dueTimes('again');
    expect(jobs).toEqual([{ id: due?.job?.id }]);
    expect(await room.row('again')).toMatchObject({
      next_due_at: new Date('2026-06-01T13:30:00Z'),
      last_job_id: due?.job?.id,
    });
  });
});

describe('while the last job still runs', () => {
  const jobOf = async (schedule: string) => (await room.dueTimes(schedule)).at(-1)?.job?.id ?? '';

  it('`skip` passes over its due times, until the job has ended', async () => {
    await store(defineSchedule({ ...note, name: 'skipping', every: '10m', overlap: 'skip' }));
    await fireAt('2026-06-01T13:00:00Z');
    await room.setState([await jobOf('skipping')], 'active');
    await fireAt('2026-06-01T13:10:00Z');
    await room.setState([(await room.dueTimes('skipping'))[0]?.job?.id ?? ''], 'completed');
    await fireAt('2026-06-01T13:20:00Z');
    expect(await decisionsOf('skipping')).toEqual(['13:00:00 fired', '13:10:00 overlap', '13:20:00 fired']);
  });

  it('`queue` holds its due times back and fires them one after the other', async () => {
    await store(
      defineSchedule({ ...note, name: 'queueing', every: '10m', overlap: 'queue', misfire: 'skip' }),
    );
    await fireAt('2026-06-01T13:00:00Z');
    await fireAt('2026-06-01T13:10:00Z');
    await fireAt('2026-06-01T13:25:00Z');
    expect(await decisionsOf('queueing')).toEqual(['13:00:00 fired']);
    expect((await fire()).plans).toEqual([]);
    await room.setState([await jobOf('queueing')], 'failed');
    await fire();
    expect(await decisionsOf('queueing')).toEqual(['13:00:00 fired', '13:10:00 fired']);
    expect((await room.dueTimes('queueing')).at(-1)).toMatchObject({ isLate: true, isCatchUp: false });
    await room.setState([await jobOf('queueing')], 'completed');
    await fire();
    expect(await decisionsOf('queueing')).toEqual(['13:00:00 fired', '13:10:00 fired', '13:20:00 fired']);
    await fireAt('2026-06-01T13:30:00Z');
    expect(await decisionsOf('queueing')).toHaveLength(3);
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
    expect(await decisionsOf('failing')).toHaveLength(4);
    expect(await room.row('failing')).toMatchObject({
      paused_by: 'nightshift',
      paused_why: 'its last 2 jobs have failed',
    });
    expect((await fireAt('2026-06-01T13:50:00Z')).plans).toEqual([]);
    await resumeSchedule(room.database, 'failing', clock);
    await fireAt('2026-06-01T14:00:00Z');
    expect(await decisionsOf('failing')).toHaveLength(5);
  });
});

describe('a schedule that cannot be fired', () => {
  it('does not hold up the others', async () => {
    await store(
      defineSchedule({ ...note, name: 'broken', every: '10m' }),
      defineSchedule({ ...note, name: 'sound', every: '10m' }),
    );
    await room.database.query(
      `UPDATE nightshift.schedules SET template = template - 'queue' WHERE name = 'broken'`,
    );
    const report = await fireAt('2026-06-01T13:00:00Z');
    expect(report.failures.map(({ name }) => name)).toEqual(['broken']);
    expect(await decisionsOf('sound')).toEqual(['13:00:00 fired']);
    expect(await decisionsOf('broken')).toEqual([]);
  });

  it('is left for the next look when PostgreSQL does not answer', async () => {
    await store(defineSchedule({ ...note, name: 'hourly', cron: '0 * * * *' }));
    const accept = () => Promise.reject(new LedgerUnavailableError('accept jobs', 'gone'));
    clock.goTo('2026-06-01T13:00:00Z');
    await expect(fireDue({ ...room, clock, ledger: { accept } })).rejects.toThrow(LedgerUnavailableError);
    expect(await decisionsOf('hourly')).toEqual([]);
    await fire();
    expect(await decisionsOf('hourly')).toEqual(['13:00:00 fired']);
  });
});
