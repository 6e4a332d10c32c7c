import { describe, expect, test } from 'vitest';
import { parseFilter } from '../../../src/ledger/search/parse-filter.ts';

const nowMs = Date.parse('2030-01-31T12:00:00Z');
const id = '01890a5d-ac96-774b-bcce-b302099a8057';

test('reads every term', () => {
  expect(
    parseFilter(
      `state:failed,cancelled name:sms.send queue:sms tag:vip tag:red,blue tenant:42 error:"code \\"21610\\"" since:1h
       until:2030-01-31T11:30:00Z fingerprint:ab12 reason:attempts group:g-1 schedule:reports.daily waits:time`,
      nowMs,
    ),
  ).toEqual({
    states: ['failed', 'cancelled'],
    names: ['sms.send'],
    queues: ['sms'],
    tags: ['vip', 'red', 'blue'],
    tenant: '42',
    error: 'code "21610"',
    since: new Date('2030-01-31T11:00:00Z'),
    until: new Date('2030-01-31T11:30:00Z'),
    fingerprint: 'ab12',
    reason: 'attempts',
    groupId: 'g-1',
    schedule: 'reports.daily',
    waitFor: 'time',
  });
});

test('reads ids as they are, and nothing as all', () => {
  expect(parseFilter(id)).toEqual({ ids: [id] });
  expect(parseFilter(`id:${id}`)).toEqual({ ids: [id] });
  expect(parseFilter('  ')).toEqual({});
  expect(parseFilter('error:a:b')).toEqual({ error: 'a:b' });
});

describe('what it does not understand', () => {
  test.each([
    ['stat:failed', 'expected state:.'],
    ['colour:red', 'in quotation marks'],
    ['broken', 'a value behind one of state:'],
    ['state:done', 'expected one of waiting, active, completed'],
    ['waits:god', 'expected one of time, parents, turn'],
    ['since:soon', 'expected such as 90s'],
    ['id:42', 'expected a UUID'],
    ['name:', 'expected a value after name:'],
    ['error:"open', 'in quotation marks'],
    ['constructor:x', 'in quotation marks'],
  ])('%s', (text, expected) => {
    expect(() => parseFilter(text)).toThrow(expected);
  });
});
