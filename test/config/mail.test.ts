import { describe, expect, test } from 'vitest';
import { parseMailSender } from '../../src/config/mail-sender.ts';
import { parseSmtpUrl } from '../../src/config/smtp-address.ts';

describe('SMTP_URL', () => {
  test.each([
    [
      'smtps://app:p%40ss@mail.example',
      { host: 'mail.example', port: 465, isTls: true, starttls: 'auto', username: 'app', password: 'p@ss' },
    ],
    ['smtp://mail.example', { port: 587, isTls: false, starttls: 'auto', username: undefined }],
    ['smtp://mail.example:25?starttls=never', { port: 25, starttls: 'never' }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525 }],
  ])('reads %s', (url, expected) => {
    expect(parseSmtpUrl(url)).toMatchObject(expected);
  });

  test('a password crosses a network only encrypted', () => {
    expect(parseSmtpUrl('smtp://app:secret@mail.example').starttls).toBe('required');
    expect(parseSmtpUrl('smtp://app:secret@127.0.0.1').starttls).toBe('auto');
    expect(parseSmtpUrl('smtp://app:secret@localhost:1025?starttls=never').starttls).toBe('never');
    expect(() => parseSmtpUrl('smtp://app:secret@mail.example?starttls=never')).toThrow(/in the clear/);
  });

  test.each([
    'http://app:secret@mail.example',
    'mail.example',
    'smtp://app:secret@a.example,b.example',
    'smtp://app:secret@mail.example?tls=no',
    'smtp://app:secret@mail.example?starttls=perhaps',
    'smtp://app:se/cret@mail.example',
  ])('refuses %s without repeating it', (url) => {
    expect(() => parseSmtpUrl(url)).toThrow(/^expected smtps:\/\//);
    expect(() => parseSmtpUrl(url)).not.toThrow(/secret|se\/cret/);
  });
});

describe('NIGHTSHIFT_MAIL_FROM', () => {
  test.each([
    ['mail@shop.example', { email: 'mail@shop.example' }],
    ['Shop <mail@shop.example>', { email: 'mail@shop.example', name: 'Shop' }],
    ['"Shop, Ltd" <mail@shop.example>', { email: 'mail@shop.example', name: 'Shop, Ltd' }],
    ['<nightshift@localhost>', { email: 'nightshift@localhost' }],
  ])('reads %s', (given, expected) => {
    expect(parseMailSender(given)).toEqual(expected);
  });

  test.each([
    'Shop',
    '',
    'a@b.example, c@d.example',
    'Shop <a@b.example',
    'a@b.example\r\nBcc: x@y.example',
    'Sh\nop <a@b.example>',
    'Shop <a b@c.example>',
  ])('refuses %j', (given) => {
    expect(() => parseMailSender(given)).toThrow(RangeError);
  });
});
