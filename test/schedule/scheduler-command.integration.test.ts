import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { type Program, startProgram } from '../servers/start-program.ts';
import { until } from '../until.ts';
import { makeNoteApplication } from './note-application.ts';
import { openScheduleRoom, type ScheduleRoom } from './schedule-room.ts';

let room: ScheduleRoom;
let scheduler: Program | undefined;

beforeAll(async () => {
  room = await openScheduleRoom();
});
afterAll(() => room.close());
afterEach(() => scheduler?.kill());

const start = async (schedules: `${string}.ts`) => {
  scheduler = startProgram(join(root, 'src', 'cli', 'main.ts'), {
    args: ['scheduler'],
    cwd: await makeNoteApplication(schedules),
    env: { DATABASE_URL: room.url, NIGHTSHIFT_LOG_FORMAT: 'json', NIGHTSHIFT_HEALTH_PORT: '0' },
  });
  return scheduler;
};

it('fires schedules, answers for its health, and ends at once on SIGTERM', async () => {
  const program = await start('programs/every-second.ts');
  const started = JSON.parse(await program.line(/Scheduler started/));
  await until(async () => (await room.dueTimes('notes.every-second')).length >= 2, {
    what: 'two due times to be fired',
  });
  const get = (path: string) => fetch(new URL(path, started.health));
  expect((await get('/livez')).status).toBe(200);
  expect(await (await get('/readyz')).json()).toMatchObject({
    status: 'ready',
    dependencies: { postgresql: { state: 'up' } },
  });
  expect(await (await get('/metrics')).text()).toContain('nightshift_schedule_lateness_seconds_count');
  const askedAtMs = performance.now();
  program.signal('SIGTERM');
  expect(await program.ended).toEqual({ status: 0, signal: null });
  expect(performance.now() - askedAtMs).toBeLessThan(5_000);
});
