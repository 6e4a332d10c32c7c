import { beforeAll, expect, test } from 'vitest';
import { openApiKeys } from '../../src/operators/api-keys.ts';
import { type MailRoom, openMailRoom } from './open-mail-room.ts';

let room: MailRoom;
beforeAll(async () => {
  room = await openMailRoom();
  return () => room.close();
});

test('makes a key that is shown once, lists it without, revokes it, and notes both', async () => {
  const added = await room.nightshift('keys', 'add', 'shop', '--jobs', 'mail.*', '--days', '30');
  expect(added).toMatchObject({ status: 0, out: expect.stringMatching(/^nsk_[\w-]{43}\n$/) });
  const secret = added.out.trim();
  expect(await openApiKeys(room.database).find(secret)).toMatchObject({ name: 'shop', jobs: ['mail.*'] });
  const listed = await room.nightshift('keys', 'list');
  expect(listed.out).toMatch(/shop +mail\.\* +enterprise/);
  expect(listed.out).not.toContain(secret);
  expect((await room.nightshift('keys', 'revoke', 'shop', '--yes')).out).toBe('Revoked: shop\n');
  expect(await openApiKeys(room.database).find(secret)).toBeUndefined();
  const { out } = await room.nightshift('audit', 'list', '--json');
  expect(JSON.parse(out)).toMatchObject([
    { action: 'revoke-key', target: { key: 'shop' } },
    { action: 'add-key', after: { jobs: ['mail.*'], tier: 'enterprise', expiresInDays: 30 } },
  ]);
  expect(out).not.toContain(secret);
});

test.each([
  ['no jobs', ['keys', 'add', 'shop'], 2, '--jobs'],
  ['what is no job', ['keys', 'add', 'shop', '--jobs', 'sms.*'], 2, 'nightshift jobs'],
  ['a tier that is none', ['keys', 'add', 'shop', '--jobs', '*', '--tier', 'gold'], 2, 'basic, premium'],
  ['days that are none', ['keys', 'add', 'shop', '--jobs', '*', '--days', 'soon'], 2, '1 to 36500'],
  ['a name that cannot be one', ['keys', 'add', 'a b', '--jobs', '*'], 1, 'letters, digits'],
  ['to revoke what is not there', ['keys', 'revoke', 'nothing', '--yes'], 1, 'nightshift keys list'],
] as const)('refuses %s', async (_, words, status, said) => {
  const answer = await room.nightshift(...words);
  expect(answer.status).toBe(status);
  expect(answer.said).toContain(said);
});
