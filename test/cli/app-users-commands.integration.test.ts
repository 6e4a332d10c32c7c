import { beforeAll, expect, test } from 'vitest';
import { makeSessions } from '../../src/kv/sessions/make-sessions.ts';
import { type MailRoom, openMailRoom } from './open-mail-room.ts';

const typed = 'correct horse battery\ncorrect horse battery\n';
let room: MailRoom;
beforeAll(async () => {
  room = await openMailRoom();
  return () => room.close();
});

test('adds a user of the application, changes it and signs it out, and notes it in the audit log', async () => {
  const address = ['--email', 'cy@example.com'];
  const added = await room.nightshiftTyping(
    typed,
    'users',
    'add',
    'cy',
    '--app',
    ...address,
    '--tier',
    'premium',
  );
  expect(added).toMatchObject({ status: 0, out: 'Added: cy, user, premium\n' });
  expect((await room.nightshift('users', 'list')).out).not.toContain('cy');
  const listed = await room.nightshift('users', 'list', '--app', '--json');
  const [user] = JSON.parse(listed.out) as readonly { readonly id: number }[];
  expect(user).toMatchObject({ username: 'cy', role: 'user', tier: 'premium' });
  expect(listed.out).not.toContain('scrypt');
  const sessions = makeSessions({ database: room.database, copies: undefined, ttlMs: 60_000 });
  const { token } = await sessions.create({ userId: user?.id ?? 0 });
  expect((await room.nightshift('users', 'role', 'cy', 'admin', '--app')).out).toBe('Changed: cy, admin\n');
  expect(await sessions.get(token)).toBeUndefined();
  expect((await room.nightshiftTyping(typed, 'users', 'password', 'cy', '--app')).status).toBe(0);
  expect((await room.nightshift('users', 'sign-out', 'cy', '--app')).status).toBe(0);
  const { out } = await room.nightshift('audit', 'list', '--json');
  expect(JSON.parse(out)).toMatchObject([
    { action: 'sign-out-everywhere', target: { user: user?.id, username: 'cy' } },
    { action: 'change-password' },
    { action: 'change-role', before: 'user', after: 'admin' },
    { action: 'add-user', after: { role: 'user', tier: 'premium' } },
  ]);
});

test.each([
  ['no address', typed, ['users', 'add', 'di', '--app'], 2, '--email'],
  ['a role of operators', typed, ['users', 'add', 'di', '--app', '--role', 'viewer'], 2, 'user or admin'],
  [
    'a name with an @',
    typed,
    ['users', 'add', 'd@i', '--app', '--email', 'd@example.com'],
    1,
    'cannot be a user name',
  ],
  ['somebody unknown', '', ['users', 'role', 'nobody', 'admin', '--app'], 1, 'no user nobody'],
] as const)('refuses %s', async (_, words, line, status, said) => {
  const answer = await room.nightshiftTyping(words, ...line);
  expect(answer.status).toBe(status);
  expect(answer.said).toContain(said);
});
