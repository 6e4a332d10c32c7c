import { describe, expect, test } from 'vitest';
import {
  classifySmtpFailure,
  type SmtpFailure,
  sortRejections,
} from '../../../../workers/services/mailer/classify-smtp-failure.ts';

const recipients = ['a@x.test', 'b@x.test'];

function classify(failure: Partial<SmtpFailure>, wasHandedOver = false): string {
  const verdict = classifySmtpFailure({ message: 'failed', ...failure }, { recipients, wasHandedOver });
  if (verdict.kind !== 'answered') return verdict.kind;
  const names = (list: readonly { readonly email: string }[]): string =>
    list.map(({ email }) => email[0]).join('');
  return `refused ${names(verdict.refused)} deferred ${names(verdict.deferred)}`;
}

const reply = (responseCode: number, command: string, code = 'EENVELOPE'): Partial<SmtpFailure> => ({
  responseCode,
  command,
  code,
  response: `${responseCode} no`,
});

describe('a reply', () => {
  test.each([
    ['550 to the sender', reply(550, 'MAIL FROM'), 'refused ab deferred '],
    ['552 to the size', reply(552, 'MAIL FROM'), 'refused ab deferred '],
    ['451 to the sender', reply(451, 'MAIL FROM'), 'refused  deferred ab'],
    ['554 to DATA', reply(554, 'DATA'), 'refused ab deferred '],
    ['451 to DATA', reply(451, 'DATA'), 'refused  deferred ab'],
    ['503, a session out of step', reply(503, 'MAIL FROM'), 'refused  deferred ab'],
    ['530, sign in first', reply(530, 'MAIL FROM'), 'refused  deferred ab'],
    ['554 as greeting', reply(554, 'CONN', 'EPROTOCOL'), 'not-taken'],
    ['535 to the password', reply(535, 'AUTH PLAIN', 'EAUTH'), 'not-taken'],
    ['421 between commands', reply(421, 'CONN', 'ECONNECTION'), 'not-taken'],
  ])('%s', (_, failure, verdict) => {
    expect(classify(failure)).toBe(verdict);
  });

  test.each([
    ['550 to the mail', reply(550, 'DATA', 'EMESSAGE'), 'refused ab deferred '],
    ['450 to the mail', reply(450, 'DATA', 'EMESSAGE'), 'refused  deferred ab'],
    ['421 to the mail', reply(421, 'DATA', 'EMESSAGE'), 'refused  deferred ab'],
    ['354 again', reply(354, 'DATA', 'EMESSAGE'), 'ambiguous'],
    ['words without a code', { command: 'DATA', code: 'EMESSAGE', response: 'hello' }, 'ambiguous'],
  ])('after the final dot: %s', (_, failure, verdict) => {
    expect(classify(failure, true)).toBe(verdict);
  });
});

describe('no reply', () => {
  test.each(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS', 'EABORT', 'EPROTOCOL'])(
    '%s: not taken before the final dot, ambiguous after it',
    (code) => {
      expect(classify({ code, command: 'CONN' }, false)).toBe('not-taken');
      expect(classify({ code, command: 'CONN' }, true)).toBe('ambiguous');
    },
  );

  test('a mail larger than the server takes is refused without being sent', () => {
    expect(classify({ code: 'EMESSAGE', command: 'MAIL FROM' })).toBe('refused ab deferred ');
  });
});

test('sorts the replies to single recipients', () => {
  const rejectedErrors = [
    { recipient: 'a@x.test', responseCode: 550, response: '550 5.1.1 unknown' },
    { recipient: 'b@x.test', responseCode: 450, response: '450 4.2.0 greylisted' },
  ];
  expect(sortRejections(rejectedErrors)).toEqual({
    refused: [{ email: 'a@x.test', reason: '550 5.1.1 unknown' }],
    deferred: [{ email: 'b@x.test', reason: '450 4.2.0 greylisted' }],
  });
  expect(classify({ ...reply(450, 'RCPT TO'), rejectedErrors })).toBe('refused a deferred b');
});
