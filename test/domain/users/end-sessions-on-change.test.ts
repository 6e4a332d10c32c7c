import { afterAll, beforeAll, expect, test } from 'vitest';
import { Domain } from '../../../src/domain/domain.ts';
import { changePassword, changeRole, updateUser } from '../../../src/domain/users/change-user.ts';
import { endSessionsOnChange } from '../../../src/domain/users/end-sessions-on-change.ts';
import type { Writing } from '../../../src/domain/writing.ts';
import { openSessionBundle } from '../../kv/sessions/session-bundle.ts';
import { sowUser } from '../sow.ts';

let bundle: Awaited<ReturnType<typeof openSessionBundle>>;
beforeAll(async () => {
  bundle = await openSessionBundle('redis');
});
afterAll(() => bundle.end());

test.each<[string, (writing: Writing, userId: number) => Promise<unknown>]>([
  ['password', (writing, userId) => changePassword(writing, userId, 'hash')],
  ['role', (writing, userId) => changeRole(writing, userId, 'admin')],
])('a new %s signs the user out everywhere at once, and nobody else', async (_what, change) => {
  const { sessions, database } = bundle;
  const domain = new Domain(database, { onChange: [endSessionsOnChange(sessions)] });
  const userId = await sowUser(domain);
  const [mine, other] = [
    await sessions.create({ userId }),
    await sessions.create({ userId: await sowUser(domain) }),
  ];
  await domain.write((writing) => updateUser(writing, userId, { name: 'Alicia' }));
  expect(await sessions.get(mine.token)).toBeDefined();
  await domain.write((writing) => change(writing, userId));
  expect(await sessions.get(mine.token)).toBeUndefined();
  expect(await sessions.get(other.token)).toBeDefined();
});

test('the sessions end with the change itself, even if nobody listens', async () => {
  const { sessions, database, age } = bundle;
  const domain = new Domain(database);
  const userId = await sowUser(domain);
  const { token } = await sessions.create({ userId });
  await domain.write((writing) => changePassword(writing, userId, 'hash'));
  expect(await sessions.list(userId)).toEqual([]);
  await age(token, 60_000);
  expect(await sessions.get(token)).toBeUndefined();
});
