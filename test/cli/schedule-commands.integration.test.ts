import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeNoteApplication } from '../schedule/note-application.ts';
import { schedules } from '../schedule/note-schedules.ts';
import { openScheduleRoom, type ScheduleRoom } from '../schedule/schedule-room.ts';
import { run } from './run.ts';

let room: ScheduleRoom;
let folder: string;

beforeAll(async () => {
  room = await openScheduleRoom();
  folder = await makeNoteApplication('note-schedules.ts');
});
afterAll(() => room.close());

beforeEach(async () => {
  await room.clear();
  await room.store(schedules);
});

const nightshift = async (...words: readonly string[]) => {
  const env = { DATABASE_URL: room.url, NIGHTSHIFT_LOG_LEVEL: 'error' };
  return run(['schedules', ...words], { env, folder });
};

test('lists schedules with their times and what operators changed', async () => {
  await nightshift('edit', 'notes.nightly', '--cron', '0 7 * * *');
  await nightshift('pause', 'notes.nightly', '--why', 'wrong figures');
  const { out, status } = await nightshift('list');
  expect(status).toBe(0);
  expect(out).toMatch(/^SCHEDULE +STATE +TIMES +ZONE +NEXT DUE/);
  expect(out).toMatch(/notes\.nightly +paused +0 7 \* \* \* +Europe\/Berlin/);
  expect(out).toMatch(
    /paused by \S+@\S+ \(wrong figures\); times by \S+, code says 30 2 \* \* \* Europe\/Berlin/,
  );
  const { out: json } = await nightshift('list', '--json');
  expect(JSON.parse(json)).toMatchObject([{ name: 'notes.nightly', paused: { why: 'wrong figures' } }]);
});

test('shows the next due times in the zone and in UTC', async () => {
  const { out } = await nightshift('next', 'notes.nightly', '-n', '365');
  const lines = out.trim().split('\n');
  expect(lines).toHaveLength(366);
  expect(lines.filter((line) => line.includes('the clock goes forward'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('the clock goes back'))).toHaveLength(1);
});

test('runs one by hand and shows it in the history', async () => {
  await nightshift('pause', 'notes.nightly');
  const { out } = await nightshift('run', 'notes.nightly', '--json');
  const { id } = JSON.parse(out);
  const { out: history } = await nightshift('history', 'notes.nightly');
  expect(history).toMatch(new RegExp(`by-hand +${id} +waiting +by `));
});

test('resumes, and takes changes back', async () => {
  await nightshift('edit', 'notes.nightly', '--every', '6h', '--payload', '{"note":"cake"}');
  await nightshift('pause', 'notes.nightly');
  expect((await nightshift('resume', 'notes.nightly')).out).toBe('Resumed: notes.nightly\n');
  expect((await nightshift('edit', 'notes.nightly', '--reset')).out).toMatch(
    /^Changed: notes.nightly, due next at \d{4}-.*T0[23]:\d0:00\+0[12]:00 Europe\/Berlin\n$/,
  );
  const [view] = JSON.parse((await nightshift('list', '--json')).out);
  expect(view).toMatchObject({ state: 'active', override: null, payload: { note: 'tea' } });
});

test('says what is wrong', async () => {
  const wrongCron = await nightshift('edit', 'notes.nightly', '--cron', '0 25 * * *');
  expect(wrongCron.status).toBe(2);
  expect(wrongCron.said).toContain('    0 25 * * *\n      ^^');
  expect((await nightshift('run', 'notes.nightli')).said).toContain('Did you mean "notes.nightly"?');
  expect((await nightshift('next', 'notes.nightly', '-n', '0')).status).toBe(2);
  expect((await nightshift('edit', 'notes.nightly', '--reset', '--cron', '0 1 * * *')).status).toBe(2);
});
