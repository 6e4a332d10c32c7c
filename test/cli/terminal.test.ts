import { describe, expect, test } from 'vitest';
import { type CommandTable, defineCommand } from '../../src/cli/command.ts';
import { printRows } from '../../src/cli/print-rows.ts';
import { JSON_OPTION, YES_OPTION } from '../../src/cli/option-specs.ts';
import { run } from './run.ts';

const drop = defineCommand({
  usage: '',
  examples: [],
  options: { yes: YES_OPTION },
  run: async ({ terminal, options }) =>
    terminal.print((await terminal.confirm('Drop 12 jobs?', options.yes)) ? 'dropped' : 'kept'),
});
const list = defineCommand({
  usage: '',
  examples: [],
  options: { json: JSON_OPTION, none: { type: 'boolean', doc: '' } },
  run: async ({ terminal, options }) =>
    printRows(terminal, options.none ? [] : [{ id: 1, kept: 'only in JSON' }], {
      columns: [{ title: 'id', value: ({ id }) => id }],
      json: options.json,
      none: 'No jobs.',
    }),
});
const table: CommandTable = {
  drop: { summary: '', load: async () => drop },
  list: { summary: '', load: async () => list },
};

describe('what destroys asks first', () => {
  test.each([
    ['y\n', 'dropped\n'],
    ['yes\n', 'dropped\n'],
    ['\n', 'kept\n'],
    ['n\n', 'kept\n'],
  ])('and %j means %j', async (typed, out) => {
    const answer = await run(['drop'], { table, typed });
    expect(answer.out).toBe(out);
    expect(answer.said).toContain('Drop 12 jobs? [y/N]');
  });

  test('unless it was told beforehand', async () => {
    expect(await run(['drop', '--yes'], { table })).toEqual({ status: 0, out: 'dropped\n', said: '' });
  });

  test('and refuses where there is nobody to ask', async () => {
    const { status, out, said } = await run(['drop'], { table });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(said).toContain('add --yes');
  });
});

describe('rows', () => {
  test('are a table without colours off a terminal', async () => {
    expect((await run(['list'], { table })).out).toBe('ID\n1\n');
  });

  test('are whole as JSON', async () => {
    expect(JSON.parse((await run(['list', '--json'], { table })).out)).toEqual([
      { id: 1, kept: 'only in JSON' },
    ]);
  });

  test('that are none are said so, and are an empty list as JSON', async () => {
    expect(await run(['list', '--none'], { table })).toEqual({ status: 0, out: '', said: 'No jobs.\n' });
    expect(JSON.parse((await run(['list', '--none', '--json'], { table })).out)).toEqual([]);
  });
});
