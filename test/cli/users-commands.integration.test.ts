import { beforeAll, expect, test } from 'vitest';
import { type MailRoom, openMailRoom } from './open-mail-room.ts';

const password = 'correct horse battery';
let room: MailRoom;
beforeAll(async () => {
  room = await openMailRoom();
  return () => room.close();
});

test('adds an operator, changes and removes them, and notes it in the audit log', async () => {
  const added = await room.nightshiftTyping(
    `${password}\n${password}\n`,
    'users',
    'add',
    'ann',
    '--role',
    'admin',
  );
  expect(added).toMatchObject({ status: 0, out: 'Added: ann, admin\n' });
  expect(added.said).not.toContain(password);
  expect((await room.nightshift('users', 'role', 'ann', 'viewer')).out).toBe('Changed: ann, viewer\n');
  expect((await room.nightshift('users', 'list')).out).toMatch(/ann +viewer/);
  expect((await room.nightshift('users', 'sign-out', 'ann')).status).toBe(0);
  expect((await room.nightshift('users', 'remove', 'ann', '--yes')).out).toBe('Removed: ann\n');
  const { out } = await room.nightshift('audit', 'list', '--json');
  expect(JSON.parse(out)).toMatchObject([
    { action: 'remove-operator', before: { role: 'viewer' } },
    { action: 'sign-out-everywhere' },
    { action: 'change-role', before: 'admin', after: 'viewer' },
    { action: 'add-operator', target: { operator: 'ann' }, from: 'command line' },
  ]);
  expect(out).not.toContain(password);
  expect((await room.nightshift('audit', 'verify')).out).toMatch(/^Whole: 4 entries/);
});

test.each([
  ['two passwords that differ', `${password}\nother\n`, ['users', 'add', 'bo'], 2, 'differ'],
  ['a short one', 'short\nshort\n', ['users', 'add', 'bo'], 1, '12 to 200'],
  ['a role that is none', '', ['users', 'add', 'bo', '--role', 'root'], 2, 'viewer, operator, admin'],
  ['somebody unknown', '', ['users', 'role', 'nobody', 'viewer'], 1, 'nightshift users list'],
] as const)('refuses %s', async (_, typed, words, status, said) => {
  const answer = await room.nightshiftTyping(typed, ...words);
  expect(answer.status).toBe(status);
  expect(answer.said).toContain(said);
});

test('exits with 1 when the audit log was changed', async () => {
  await room.nightshift('pause', 'mail');
  await room.nightshift('resume', 'mail');
  expect((await room.nightshift('audit', 'list')).out).toMatch(
    /resume-queue +\{"queue":"mail"\} +true +false/,
  );
  await room.database.query(
    "ALTER TABLE nightshift.audit DISABLE TRIGGER USER; UPDATE nightshift.audit SET who = 'bo' WHERE action = 'pause-queue'",
  );
  const { status, out } = await room.nightshift('audit', 'verify');
  expect({ status, out }).toMatchObject({ status: 1, out: expect.stringMatching(/^Broken at entry \d+/) });
});
