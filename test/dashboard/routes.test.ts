import { appRoutes } from '@bull-board/api/dist/routes.js';
import { beforeAll, expect, test } from 'vitest';
import { boardActionOf } from '../../dashboard/access/board-actions.ts';
import { openOperators } from '../../src/operators/operators.ts';
import { type Actor, mayDo, ROLES } from '../../src/operators/role.ts';
import { openBoard, type TestBoard } from './open-board.ts';

const password = 'correct horse battery';
const ROUTES = appRoutes.api.flatMap(({ method, route }) =>
  [method].flat().flatMap((each) => [route].flat().map((path) => ({ method: each.toUpperCase(), path }))),
);
const CHANGES = ROUTES.filter(({ method }) => method !== 'GET');
const READS = ROUTES.filter(({ method }) => method === 'GET');
/** Nobody may: a rate limit stands in a job's definition, and schedules are not a queue's. */
const CLOSED = /rate-limit|job-schedulers/;

test('every route of Bull Board that changes something is in the table, or closed to all', () => {
  const missing = CHANGES.filter(({ method, path }) => boardActionOf(method, path) === undefined);
  expect(missing.filter(({ path }) => !CLOSED.test(path))).toEqual([]);
  expect(missing).toHaveLength(CHANGES.filter(({ path }) => CLOSED.test(path)).length);
  expect(CHANGES.length).toBeGreaterThan(20);
});

/** Each page of ours, and what its buttons send, with the roles that may. */
const PAGES = [['GET', '/account', ['viewer', 'operator', 'admin']]] as const;

let board: TestBoard;
const passwordOf: Record<string, string> = {};
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  board = await openBoard(
    {
      env: { NIGHTSHIFT_DASHBOARD_USERNAME: 'admin', NIGHTSHIFT_DASHBOARD_PASSWORD: password },
    },
    (close) => closers.unshift(close),
  );
  const operators = openOperators(board.platform.database);
  for (const role of ROLES) {
    if (role !== 'admin') await operators.add({ name: role, role, password });
    passwordOf[role] = `Basic ${Buffer.from(`${role}:${password}`).toString('base64')}`;
  }
  return async () => {
    for (const close of closers) await close();
  };
});

async function statusOf(method: string, path: string, role?: string): Promise<number> {
  // A queue that is not there: what is allowed finds nothing, and changes nothing.
  const concrete = path
    .replace(':queueName', 'no-queue')
    .replace(':jobId', 'no-job')
    .replaceAll(/:\w+/g, 'failed');
  const answer = await fetch(`${board.url}${concrete}`, {
    method,
    redirect: 'manual',
    headers: {
      Accept: 'application/json',
      ...(role === undefined ? {} : { Authorization: passwordOf[role] ?? '' }),
      ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(method === 'GET' ? {} : { body: '{}' }),
  });
  await answer.body?.cancel();
  return answer.status;
}

test('a stranger gets nothing but the sign-in and whether the board lives', async () => {
  for (const { method, path } of [...READS, ...CHANGES])
    expect([path, await statusOf(method, path)]).toEqual([path, 401]);
  for (const path of ['/', '/queue/mail', '/metrics', '/readyz', '/nowhere'])
    expect(await statusOf('GET', path)).toBe(401);
  for (const [method, path] of PAGES) expect([path, await statusOf(method, path)]).toEqual([path, 401]);
  expect(await statusOf('GET', '/livez')).toBe(200);
  expect(await statusOf('GET', '/login')).toBe(200);
});

test.each(ROLES)('%s may do what the table says, and nothing else', async (role) => {
  const actor: Actor = { name: role, role };
  for (const { method, path } of CHANGES) {
    const action = boardActionOf(method, path);
    const isAllowed = action !== undefined && mayDo(actor, action);
    const status = await statusOf(method, path, role);
    expect([method, path, status === 403]).toEqual([method, path, !isAllowed]);
  }
  for (const { method, path } of READS) expect(await statusOf(method, path, role)).not.toBe(403);
  for (const [method, path, roles] of PAGES) {
    const allowed: readonly string[] = roles;
    expect([method, path, (await statusOf(method, path, role)) === 403]).toEqual([
      method,
      path,
      !allowed.includes(role),
    ]);
  }
});
