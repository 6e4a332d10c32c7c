import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sessionOf } from '../../src/db/session-of.ts';
import { LedgerUnavailableError } from '../../src/ledger/ledger-errors.ts';
import { defineSchedule } from '../../src/schedule/definition/define-schedule.ts';
import { takeDueRows } from '../../src/schedule/firing/due-row.ts';
import { fireDue } from '../../src/schedule/firing/fire-due.ts';
import { needProgram } from '../servers/need-program.ts';
import type { Program } from '../servers/start-program.ts';
import { until } from '../until.ts';
import { findFaults } from './due-time-count.ts';
import { writeNote } from './note-jobs.ts';
import { HandClock, openScheduleRoom, type ScheduleRoom } from './schedule-room.ts';
import { type NoteTimes, startSchedulerProcess } from './scheduler-processes.ts';

let room: ScheduleRoom;
let processes: Program[];

beforeAll(async () => {
  room = await openScheduleRoom();
});
afterAll(() => room.close());

beforeEach(() => {
  processes = [];
});
afterEach(async () => {
  await Promise.all(processes.map((process) => process.kill()));
  await room.clear();
});

const start = async (schedules: readonly NoteTimes[], under?: readonly [string, ...string[]]) => {
  const process = startSchedulerProcess(room.url, schedules, under);
  processes.push(process);
  await process.line(/"ready"/, 60_000);
  return process;
};
const firedOf = async (name: string) =>
  (await room.dueTimes(name)).filter(({ decision }) => decision === 'fired');

describe('machines whose clocks differ', () => {
  it('fire each due time once, by the database’s clock, and warn', async () => {
    const everySecond: NoteTimes = { name: 'every-second', cron: '* * * * * *', misfire: 'all' };
    const faketime = needProgram('faketime');
    const on = (offset: string) => start([everySecond], [faketime, '--exclude-monotonic', '-f', offset]);
    const [slow, ahead, far] = await Promise.all([on('-30s'), on('+3s'), on('+90s'), start([everySecond])]);
    const before = (await firedOf('every-second')).length;
    await until(async () => (await firedOf('every-second')).length >= before + 10, {
      timeoutMs: 30_000,
      what: 'ten more due times',
    });
    const last = (await firedOf('every-second')).at(-1)?.dueAt ?? '';
    expect(await findFaults(room.database, new Date(last))).toEqual({
      missing: [],
      mismatched: [],
      doubled: [],
    });
    await Promise.all([slow, far].map((process) => process.line(/clock differs from the database's/)));
    expect(ahead.lines.filter((line) => line.includes('clock differs'))).toEqual([]);
    expect(Math.abs(Date.parse(last) - Date.now())).toBeLessThan(5_000);
  });
});

describe('a scheduler frozen over eight due times', () => {
  it('makes up for them by each policy', async () => {
    const times = { cron: '*/2 * * * * *', graceMs: 500 };
    const scheduler = await start([
      { ...times, name: 'skipping', misfire: 'skip' },
      { ...times, name: 'latest', misfire: 'latest' },
      { ...times, name: 'all', misfire: 'all' },
    ]);
    await until(async () => (await firedOf('all')).length >= 1, { what: 'a due time' });
    // A second before a due time, so that eight come in 16 s and the last is older than the grace time.
    await sleep((3_000 - (Date.now() % 2_000)) % 2_000);
    scheduler.freeze();
    await sleep(16_000);
    scheduler.thaw();
    const catchUps = async (name: string) =>
      (await firedOf(name)).filter(({ isCatchUp }) => isCatchUp).length;
    await until(async () => (await catchUps('all')) > 0, { what: 'the missed due times' });
    expect([await catchUps('skipping'), await catchUps('latest'), await catchUps('all')]).toEqual([0, 1, 8]);
    const missed = async (name: string) =>
      (await room.dueTimes(name)).filter(({ decision }) => decision === 'missed').map((due) => due.missed);
    expect([await missed('skipping'), await missed('latest'), await missed('all')]).toEqual([[8], [7], []]);
  });
});

describe('a scheduler frozen in the middle of firing', () => {
  it('loses what it has locked after 5 s, and another fires it', async () => {
    const clock = new HandClock('2026-06-01T12:59:00Z');
    await room.store(
      [defineSchedule({ name: 'hourly', job: writeNote, payload: { note: 'tea' }, cron: '0 * * * *' })],
      clock,
    );
    clock.goTo('2026-06-01T13:00:00Z');
    const locked = gate();
    const thawed = gate();
    const frozen = room.database.transaction(async (trx) => {
      await takeDueRows(sessionOf(trx), { limit: 10, nowMs: clock.nowMs() });
      locked.resolve();
      await thawed.promise;
      await sessionOf(trx).query('SELECT 1');
    });
    const end = frozen.catch((error: unknown) => error);
    await locked.promise;
    expect((await fireDue({ ...room, clock })).plans).toEqual([]);
    await until(async () => (await fireDue({ ...room, clock })).plans.length === 1, {
      timeoutMs: 8_000,
      what: 'the lock to be lost',
    });
    thawed.resolve();
    expect(await end).toBeInstanceOf(LedgerUnavailableError);
    expect(await firedOf('hourly')).toHaveLength(1);
  });
});

/** A promise that somebody else resolves. */
function gate() {
  let resolve = (): void => {};
  const promise = new Promise<void>((open) => {
    resolve = open;
  });
  return { promise, resolve };
}
