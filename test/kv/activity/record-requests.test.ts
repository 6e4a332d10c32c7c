import express from 'express';
import { expect, test } from 'vitest';
import type { Activity, NewAction } from '../../../src/kv/activity/activity.ts';
import { recordRequests } from '../../../src/kv/activity/record-requests.ts';
import { until } from '../../until.ts';
import { openApp } from '../open-app.ts';

test('records what users ask for by its route, and neither failures nor strangers', async () => {
  const recorded: (NewAction & { readonly userId: string | number })[] = [];
  const activity = {
    record: async (userId, action) => void recorded.push({ userId, ...action }),
  } satisfies Pick<Activity, 'record'>;
  const app = express();
  app.use(recordRequests(activity, { userOf: (request) => request.get('x-user') }));
  const tasks = express.Router();
  tasks.get('/:id', (_request, response) => void response.json('a task'));
  tasks.delete('/:id', (_request, response) => void response.status(403).json('no'));
  app.use('/tasks', tasks);
  const url = await openApp(app);

  const headers = { 'x-user': '7' };
  await fetch(`${url}/tasks/12?secret=1`);
  await fetch(`${url}/tasks/12`, { headers, method: 'DELETE' });
  await fetch(`${url}/nowhere`, { headers });
  await fetch(`${url}/tasks/12?secret=1`, { headers });
  await until(() => recorded.length > 0, { what: 'the request to be recorded' });
  expect(recorded).toEqual([{ userId: '7', action: 'GET /tasks/:id', ip: expect.stringMatching(/127/) }]);
});
