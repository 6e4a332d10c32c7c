import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { LedgerUnavailableError } from '../../../src/ledger/ledger-errors.ts';
import { defineSchedule, type Schedule } from '../../../src/schedule/definition/define-schedule.ts';
import { type FireReport, fireDue } from '../../../src/schedule/firing/fire-due.ts';
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
  await room.clear();
});

const store = (...schedules: readonly Schedule[]) => room.store(schedules, clock);
const fire = (): Promise<FireReport> => fireDue({ ...room, clock });
const fireAt = (time: string): Promise<FireReport> => {
  clock.goTo(time);
  return fire();
};

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
    expect(await room.decisions('sound')).toEqual(['13:00:00 fired']);
    expect(await room.decisions('broken')).toEqual([]);
  });

  it('is left for the next look when PostgreSQL does not answer', async () => {
    await store(defineSchedule({ ...note, name: 'hourly', cron: '0 * * * *' }));
    const accept = () => Promise.reject(new LedgerUnavailableError('accept jobs', 'gone'));
    clock.goTo('2026-06-01T13:00:00Z');
    await expect(fireDue({ ...room, clock, ledger: { accept } })).rejects.toThrow(LedgerUnavailableError);
    expect(await room.decisions('hourly')).toEqual([]);
    await fire();
    expect(await room.decisions('hourly')).toEqual(['13:00:00 fired']);
  });
});
