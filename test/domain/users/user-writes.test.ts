import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { DomainChange } from '../../../src/domain/domain-change.ts';
import {
  changePassword,
  changeRole,
  changeTier,
  setMarketingConsent,
  updateUser,
} from '../../../src/domain/users/change-user.ts';
import { findUser, findUserByEmail, findUserByUsername } from '../../../src/domain/users/find-user.ts';
import type { UserFields } from '../../../src/domain/users/user-fields.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';
import { sowUser } from '../sow.ts';

let opened: DomainDatabase;
let userId: number;
let names = 0;

beforeAll(async () => {
  opened = await openDomainDatabase();
  return opened.end;
});

beforeEach(async () => {
  names += 1;
  userId = await sowUser(opened.domain, { username: `Ada${names}`, email: `Ada${names}@Example.com` });
});

const update = (fields: UserFields) => opened.domain.write((writing) => updateUser(writing, userId, fields));
const changes = (): readonly DomainChange[] => opened.takeChanges();

test('finds a user by id, name and address, whatever their case', async () => {
  const user = await findUser(opened.reader, userId);
  expect(await findUserByUsername(opened.reader, `ADA${names}`)).toEqual(user);
  expect(await findUserByEmail(opened.reader, `ada${names}@example.com`)).toEqual(user);
  expect(user).not.toHaveProperty('passwordHash');
});

test('updates, and names the old and the new address', async () => {
  changes();
  const user = await update({
    email: `new${names}@example.com`,
    timeZone: 'Asia/Kathmandu',
    channels: ['in-app', 'sms'],
    quietHours: { from: '22:00', until: '07:00' },
    interests: ['garden'],
  });
  expect(user).toMatchObject({
    timeZone: 'Asia/Kathmandu',
    channels: ['in-app', 'sms'],
    quietFrom: '22:00:00',
    quietUntil: '07:00:00',
    interests: ['garden'],
  });
  expect(changes()).toEqual([
    {
      kind: 'user-updated',
      userId,
      usernames: [`Ada${names}`],
      emails: [`Ada${names}@Example.com`, `new${names}@example.com`],
    },
  ]);
  expect(await update({ quietHours: null })).toMatchObject({ quietFrom: null, quietUntil: null });
});

test.each<[string, UserFields, string]>([
  ['a zone that nobody knows', { timeZone: 'Mars/Olympus' }, 'INVALID_WRITE'],
  ['a channel that nobody knows', { channels: ['pigeon' as 'sms'] }, 'INVALID_WRITE'],
  ['a country of three letters', { country: 'GBR' }, 'INVALID_WRITE'],
])('refuses %s', async (_, fields, code) => {
  await expect(update(fields)).rejects.toMatchObject({ code });
});

test("refuses another user's name and address, whatever the case", async () => {
  const other = await sowUser(opened.domain, { username: `Bob${names}`, email: `bob${names}@example.com` });
  const take = (fields: UserFields) => opened.domain.write((writing) => updateUser(writing, other, fields));
  await expect(take({ username: `ada${names}` })).rejects.toMatchObject({ code: 'TAKEN' });
  await expect(take({ email: `ADA${names}@example.com` })).rejects.toMatchObject({ code: 'TAKEN' });
});

test('keeps the instant of the first consent until it is taken back', async () => {
  const set = (isAllowed: boolean) =>
    opened.domain.write((writing) => setMarketingConsent(writing, userId, isAllowed));
  const { marketingConsentAt: first } = await set(true);
  expect((await set(true)).marketingConsentAt).toEqual(first);
  expect((await set(false)).marketingConsentAt).toBeNull();
});

test('marks a change of password and of role', async () => {
  changes();
  await opened.domain.write((writing) => changePassword(writing, userId, 'hash'));
  await opened.domain.write((writing) => changeRole(writing, userId, 'admin'));
  const row = await opened.reader
    .selectFrom('users')
    .select(['password_hash', 'password_changed_at', 'role', 'role_changed_at'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({
    password_hash: 'hash',
    password_changed_at: expect.any(Date),
    role: 'admin',
    role_changed_at: expect.any(Date),
  });
  expect(changes().map(({ kind }) => kind)).toEqual(['user-password-changed', 'user-role-changed']);
});

test('ends one subscription where the next begins', async () => {
  for (const tier of ['premium', 'enterprise', 'basic'] as const)
    await opened.domain.write((writing) => changeTier(writing, userId, { tier, priceMinor: 900 }));
  const rows = await opened.reader
    .selectFrom('subscriptions')
    .select(['tier', 'ended_at'])
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute();
  expect(rows).toEqual([
    { tier: 'premium', ended_at: expect.any(Date) },
    { tier: 'enterprise', ended_at: expect.any(Date) },
  ]);
  expect(await findUser(opened.reader, userId)).toMatchObject({ tier: 'basic' });
});

test('says that a user does not exist', async () => {
  const updating = opened.domain.write((writing) => updateUser(writing, 999_999, { name: 'x' }));
  await expect(updating).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
