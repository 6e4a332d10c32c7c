import { describe, expect, it } from 'vitest';
import { findCronProblem } from '../../../src/schedule/definition/find-cron-problem.ts';

describe('findCronProblem', () => {
  it.each([
    '0 3 * * *',
    '*/15 9-17 * * MON-FRI',
    '30 0 4 1 1 *',
    '0 0 L * *',
    '0 0 15W * *',
    '0 0 * * FRI#2',
    '@daily',
  ])('finds nothing wrong with %s', (cron) => {
    expect(findCronProblem(cron)).toBeUndefined();
  });

  it.each([
    ['0 25 * * *', 'cron hour "25"', '  0 25 * * *', '    ^^'],
    ['0 3 * * MON,FRO', 'cron day of week "FRO"', '  0 3 * * MON,FRO', '              ^^^'],
    ['*/0 * * * *', 'cron minute "*/0"', '  */0 * * * *', '  ^^^'],
    ['99 0 3 * * *', 'cron second "99"', '  99 0 3 * * *', '  ^^'],
    ['0 3 1,,2 * *', 'cron day of month ""', '  0 3 1,,2 * *', '        ^'],
    ['0 22-2 * * *', 'cron hour "22-2"', '  0 22-2 * * *', '    ^^^^'],
    ['0 3 30 2 *', 'cron never comes: no such month has day 30', '  0 3 30 2 *', '      ^^'],
    ['0 3 * *', 'cron has 4 fields', '  0 3 * *', '  ^^^^^^^'],
    ['', 'cron has 0 fields', '  ', '  ^'],
    ['@sometimes', 'cron has 1 fields', '  @sometimes', '  ^^^^^^^^^^'],
  ])('points at what is wrong in %j', (cron, message, shown, pointer) => {
    const lines = findCronProblem(cron)?.split('\n') ?? [];
    expect(lines[0]).toContain(message);
    expect(lines.slice(1)).toEqual([shown, pointer]);
  });
});
