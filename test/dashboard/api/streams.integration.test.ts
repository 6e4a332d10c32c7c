import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Domain } from '../../../src/domain/domain.ts';
import { recordNotification } from '../../../src/domain/notifications/record-notification.ts';
import { openDomain } from '../../../src/domain/open-domain.ts';
import { completeTask } from '../../../src/domain/tasks/complete-task.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { deleteTask } from '../../../src/domain/tasks/delete-task.ts';
import { newJobId } from '../../../src/job/job-id.ts';
import { openTestApi, type TestApi } from './open-test-api.ts';

let api: TestApi;
let domain: Domain;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  api = await openTestApi({ atEnd: (close) => closers.unshift(close) });
  const { platform } = api;
  domain = openDomain({ database: platform.database, kv: await platform.kv(), log: platform.log });
  return async () => {
    for (const close of closers) await close();
  };
});

interface Event {
  readonly id: string | undefined;
  readonly name: string | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows what it has asked for
  readonly data: any;
}

/** Reads events one after the other, for as long as the server sends. */
async function openStream(path: string, headers: Readonly<Record<string, string>>) {
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const response = await fetch(`${api.url}/api${path}`, { headers, signal: stopping.signal });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const events = read(response);
  return {
    next: async (): Promise<Event> => {
      const { value } = await events.next();
      if (!value) throw new Error('the stream has ended');
      return value;
    },
    isOver: async (): Promise<boolean> => (await events.next()).done ?? false,
    close: () => stopping.abort(),
  };
}

async function* read(response: Response): AsyncGenerator<Event, void> {
  let text = '';
  if (!response.body) throw new Error('the answer has no body');
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (data !== undefined) yield { id: field('id'), name: field('event'), data: JSON.parse(data) };
    }
  }
}

const notify = (userId: number, title: string) =>
  domain.write((writing) =>
    recordNotification(writing, {
      jobId: newJobId(),
      userId,
      type: 'note',
      title,
      body: '',
      data: {},
      channels: [],
    }),
  );

test('tells a user of each notification, and of those that came while it was away', async () => {
  const { id: userId, headers } = await api.signedIn();
  const stranger = await api.signedIn();
  const stream = await openStream('/notifications/stream', headers);
  await notify(stranger.id, 'for another');
  await notify(userId, 'one');
  const first = await stream.next();
  expect(first.data).toMatchObject({ kind: 'notification-recorded', notification: { title: 'one' } });
  stream.close();
  await notify(userId, 'two');
  const again = await openStream('/notifications/stream', { ...headers, 'Last-Event-ID': first.id ?? '' });
  expect((await again.next()).data.notification.title).toBe('two');
  await notify(userId, 'three');
  expect((await again.next()).data.notification.title).toBe('three');
});

test('tells of a task to whom it concerns, until it is gone', async () => {
  const { id: userId, headers } = await api.signedIn();
  const stranger = await api.signedIn();
  const task = await domain.write((writing) => createTask(writing, { ownerId: userId, title: 'Figures' }));
  const path = `/tasks/${task.id}/stream`;
  expect((await api.call(path, { headers: stranger.headers })).status).toBe(404);
  const stream = await openStream(path, headers);
  await domain.write((writing) => completeTask(writing, task.id));
  expect((await stream.next()).data).toMatchObject({ taskId: task.id, type: 'task-completed' });
  await domain.write((writing) => deleteTask(writing, task.id));
  expect((await stream.next()).data).toMatchObject({ type: 'task-deleted' });
  expect(await stream.isOver()).toBe(true);
});

test('sends the dashboard at once, and anew after changes', async () => {
  const { id: userId, headers } = await api.signedIn();
  const stream = await openStream('/dashboard/stream', headers);
  expect((await stream.next()).data).toMatchObject({ total: 0 });
  for (const title of ['a', 'b', 'c'])
    await domain.write((writing) => createTask(writing, { ownerId: userId, title }));
  let latest = await stream.next();
  expect(latest.id).toMatch(/^\d+$/);
  while (latest.data.total < 3) latest = await stream.next();
  expect(latest.data).toMatchObject({ total: 3, open: 3 });
});

test('lets nobody have more than a dozen streams', async () => {
  const { headers } = await api.signedIn();
  for (let opened = 0; opened < 12; opened += 1) await openStream('/dashboard/stream', headers);
  const refused = await api.call('/dashboard/stream', { headers });
  expect({ status: refused.status, after: refused.headers.get('retry-after') }).toEqual({
    status: 429,
    after: '5',
  });
});
