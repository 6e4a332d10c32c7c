import type { Action } from '../../src/operators/role.ts';

/** What each route of Bull Board that changes something needs; `:queue` and `:id` stand for one part of the path. */
const ROUTES: readonly (readonly [method: string, route: string, action: Action])[] = [
  ['PUT', '/api/queues/pause', 'pause'],
  ['PUT', '/api/queues/resume', 'pause'],
  ['POST', '/api/queues/:queue/add', 'add-job'],
  ['PUT', '/api/queues/:queue/retry/:status', 'retry'],
  ['PUT', '/api/queues/:queue/promote', 'edit-job'],
  ['PUT', '/api/queues/:queue/clean/:status', 'empty'],
  ['PUT', '/api/queues/:queue/pause', 'pause'],
  ['PUT', '/api/queues/:queue/resume', 'pause'],
  ['PUT', '/api/queues/:queue/empty', 'empty'],
  ['PUT', '/api/queues/:queue/obliterate', 'empty'],
  ['PUT', '/api/queues/:queue/concurrency', 'empty'],
  ['PUT', '/api/queues/:queue/:id/retry', 'retry'],
  ['PUT', '/api/queues/:queue/:id/clean', 'remove'],
  ['PUT', '/api/queues/:queue/:id/promote', 'edit-job'],
  ['PATCH', '/api/queues/:queue/:id/update-data', 'edit-job'],
  ['PATCH', '/api/queues/:queue/:id/delay', 'edit-job'],
  ['PATCH', '/api/queues/:queue/:id/priority', 'edit-job'],
  ['PUT', '/api/queues/:queue/:id/remove-unprocessed-children', 'empty'],
];

const KNOWN = ROUTES.map(([method, route, action]) => ({
  method,
  action,
  pattern: new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i'),
}));

/** What a request to Bull Board needs; `undefined`: nobody may, because nobody has thought of it. */
export function boardActionOf(method: string, path: string): Action | undefined {
  if (method === 'GET' || method === 'HEAD') return 'see-board';
  return KNOWN.find((route) => route.method === method && route.pattern.test(path))?.action;
}
