import { appRoutes } from '@bull-board/api/dist/routes.js';
import type { Router } from 'express';
import { beforeAll, expect, test } from 'vitest';
import { boardActionOf } from '../../dashboard/access/board-actions.ts';
import type { PageSource } from '../../dashboard/pages/page-source.ts';
import { pages } from '../../dashboard/pages/pages.ts';
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
const PAGES = [
  ['GET', '/start', ['viewer', 'operator', 'admin']],
  ['GET', '/search', ['viewer', 'operator', 'admin']],
  ['GET', '/failed', ['viewer', 'operator', 'admin']],
  ['GET', '/schedules', ['viewer', 'operator', 'admin']],
  ['GET', '/schedules/:name', ['viewer', 'operator', 'admin']],
  ['GET', '/sets/:id', ['viewer', 'operator', 'admin']],
  ['GET', '/alerts', ['viewer', 'operator', 'admin']],
  ['GET', '/workers', ['viewer', 'operator', 'admin']],
  ['GET', '/servers', ['viewer', 'operator', 'admin']],
  ['GET', '/account', ['viewer', 'operator', 'admin']],
  ['GET', '/reports', ['operator', 'admin']],
  ['GET', '/reports/:id/:format', ['operator', 'admin']],
  ['GET', '/pictures', ['operator', 'admin']],
  ['GET', '/pictures/:id', ['operator', 'admin']],
  ['GET', '/outbox', ['operator', 'admin']],
  ['GET', '/outbox/:kind/:file', ['operator', 'admin']],
  ['GET', '/audit', ['operator', 'admin']],
  ['GET', '/users', ['admin']],
  ['POST', '/users', ['admin']],
  ['POST', '/users/:name/:act', ['admin']],
  ['POST', '/search/choose', ['operator', 'admin']],
  ['POST', '/schedules/:name/pause', ['operator', 'admin']],
  ['POST', '/schedules/:name/run', ['operator', 'admin']],
  ['POST', '/schedules/:name/edit', ['operator', 'admin']],
] as const;

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
    ...(method === 'GET' ? {} : { body: JSON.stringify({ q: '', action: 'retry' }) }),
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

/** Every route of a router and of those in it. */
function routesOf({ stack }: Router): readonly { readonly method: string; readonly path: string }[] {
  return stack.flatMap(({ route, handle }) => {
    if (route)
      return Object.keys(methodsOf(route)).map((method) => ({
        method: method.toUpperCase(),
        path: route.path,
      }));
    return 'stack' in handle ? routesOf(handle as Router) : []; // only routers have a stack
  });
}

/** Express' types leave out what it keeps. */
function methodsOf(route: object): object {
  return (route as { readonly methods: object }).methods;
}

const shapeOf = (route: string): string => route.replaceAll(/:\w+/g, ':');

test('every page of ours is in the table', () => {
  const source = {} as PageSource; // nothing of it is used before a request comes
  const served = pages({ ...source, platform: board.platform, operations: {} as PageSource['operations'] });
  expect(served.stack.length).toBeGreaterThan(10);
  const missing = routesOf(served).filter(
    ({ method, path }) =>
      !PAGES.some(([known, route]) => known === method && shapeOf(route) === shapeOf(path)),
  );
  // What a set needs is known when it is found; everyone may sign out.
  expect(missing).toEqual([
    { method: 'POST', path: '/sets/:id/begin' },
    { method: 'POST', path: '/sets/:id/stop' },
    { method: 'POST', path: '/schedules/:name/:act' },
    { method: 'POST', path: '/logout' },
    { method: 'POST', path: '/logout/everywhere' },
  ]);
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
