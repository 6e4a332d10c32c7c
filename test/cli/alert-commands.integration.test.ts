import { beforeAll, expect, test } from 'vitest';
import { noteFindings } from '../../src/alerts/alerts-table.ts';
import { type MailRoom, openMailRoom } from './open-mail-room.ts';

let room: MailRoom;
beforeAll(async () => {
  room = await openMailRoom();
  return () => room.close();
});

test('lists what is wrong, silences it, and has it told again', async () => {
  expect((await room.nightshift('alerts', 'list')).said).toContain('Nothing is wrong.');
  const finding = { rule: 'backlog', subject: 'mail', value: 9, threshold: 5, message: 'mail: too much' };
  await noteFindings(room.database, { findings: [finding], unknown: [] }, 0);
  expect((await room.nightshift('alerts', 'list')).out).toMatch(/backlog +mail: too much +\d{4}-/);
  const silenced = await room.nightshift('alerts', 'silence', 'backlog', 'mail', '--for', '2h');
  expect(silenced).toMatchObject({ status: 0, out: 'Silent for 2h: backlog mail\n' });
  const listed = async (): Promise<unknown> =>
    JSON.parse((await room.nightshift('alerts', 'list', '--json')).out);
  expect(await listed()).toMatchObject([{ rule: 'backlog', silencedBy: expect.stringContaining('@') }]);
  expect((await room.nightshift('alerts', 'silence', 'backlog', 'mail', '--end')).out).toContain(
    'Told again',
  );
  expect(await listed()).toMatchObject([{ silencedUntil: null }]);
  expect((await room.nightshift('audit', 'list')).out).toContain('silence-alert');
});

test('names the rule that was meant, and the form of a time', async () => {
  expect(await room.nightshift('alerts', 'silence', 'backlogs')).toMatchObject({
    status: 2,
    said: expect.stringContaining('did you mean backlog?'),
  });
  expect(await room.nightshift('alerts', 'silence', 'backlog', '--for', 'long')).toMatchObject({ status: 2 });
});

test('shows what is over when asked', async () => {
  await noteFindings(room.database, { findings: [], unknown: [] }, 0);
  expect((await room.nightshift('alerts', 'list')).said).toContain('Nothing is wrong.');
  expect((await room.nightshift('alerts', 'list', '--all')).out).toContain('backlog');
});
