import { expect, test } from 'vitest';
import { outboxHeadline } from '../../src/local/outbox-headline.ts';

test.each([
  [
    'a.eml',
    'From: me\r\nTo: Ada <ada@example.com>\r\nSubject: Hello\r\n\r\nSubject: not this',
    'Hello · Ada <ada@example.com>',
  ],
  [
    'a.eml',
    'Subject: =?UTF-8?Q?Sales=2C_9=E2=80=9315?=\n =?utf-8?B?IE5vdmVtYmVy?=\nTo: a@example.com\n\n',
    'Sales, 9–15 November · a@example.com',
  ],
  ['a.eml', 'Subject: =?no-such?Q?x?=\n\n', 'x'],
  ['a.txt', 'To: +447700900123\n\nYour code is 482 915.\nMore', 'Your code is 482 915. · +447700900123'],
  ['a.json', '{ "message": { "title": "It \\"comes\\" \\u00e9" } }', 'It "comes" é'],
  ['a.json', '{"text":"no title"}', ''],
  ['a.json', '{"subject":"cut o', ''],
  ['a.bin', '', ''],
])('says what %s with %j is about', (name, start, said) => {
  expect(outboxHeadline(name, start)).toBe(said);
});
