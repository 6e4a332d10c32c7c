import { describe, expect, test } from 'vitest';
import { type CommandTable, defineCommand } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { NightshiftError } from '../../src/nightshift-error.ts';
import { run } from './run.ts';

class BrokenError extends NightshiftError {
  readonly code = 'BROKEN';
}

const greet = defineCommand({
  usage: 'NAME',
  examples: [{ line: 'greet Ann', doc: 'greets Ann' }],
  options: {
    times: { type: 'string', value: 'N', doc: 'How often' },
    tag: { type: 'string', multiple: true, doc: 'A tag' },
    loud: { type: 'boolean', short: 'l', doc: 'Shouts' },
  },
  takes: { min: 1, max: 1 },
  run: async ({ options, positionals, terminal }) => terminal.printJson({ ...options, positionals }),
});
const fail = defineCommand({
  usage: '',
  examples: [],
  options: {},
  run: () => Promise.reject(new BrokenError('redis://u:geheim@h is gone', { cause: new Error('why') })),
});
const empty = defineCommand({ usage: '', examples: [], options: {}, run: async () => 1 });

const table: CommandTable = {
  greet: { summary: 'Greets', load: async () => greet },
  fail: { summary: 'Fails', load: async () => fail },
  family: {
    summary: 'A family',
    commands: { empty: { summary: 'Finds nothing', load: async () => empty } },
  },
};

describe('a command', () => {
  test('is given its options and arguments', async () => {
    const { status, out } = await run(['greet', 'Ann', '--times', '3', '-l', '--tag=a', '--tag=b'], {
      table,
    });
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      times: '3',
      loud: true,
      help: false,
      tag: ['a', 'b'],
      positionals: ['Ann'],
    });
  });

  test('may be one of a family, and gives the exit status', async () => {
    expect((await run(['family', 'empty'], { table })).status).toBe(1);
  });

  test('that fails exits with 1 and one line without secrets', async () => {
    expect(await run(['fail'], { table })).toEqual({
      status: 1,
      out: '',
      said: 'nightshift: redis://u:***@h is gone\n',
    });
  });

  test('that fails shows the stack and the cause when debugging', async () => {
    const { said } = await run(['fail', '--log-level', 'debug'], { table });
    expect(said).toMatch(/BrokenError: .*\n {4}at [^]*caused by Error: why/);
    expect(said).not.toContain('geheim');
  });
});

describe('wrong usage exits with 2 and says what was expected', () => {
  test.each([
    [['gret'], '"gret" is not a command: did you mean greet?'],
    [['weather'], '"weather" is not a command: expected one of greet, fail, family.'],
    [['family'], 'nightshift family needs one of empty after it.'],
    [['family', 'emty'], '"emty" is not a command: did you mean empty?'],
    [['toString'], 'is not a command'],
    [['greet'], 'Expected nightshift greet NAME; --help shows examples.'],
    [['greet', 'a', 'b'], 'Expected nightshift greet NAME'],
    [['greet', 'a', '--tims', '3'], '--tims is not an option here: did you mean --times?'],
    [['greet', 'a', '--weather'], '--weather is not an option here: --help lists those that are.'],
    [['greet', 'a', '--times'], 'argument missing'],
    [['greet', 'a', '--loud=yes'], 'does not take an argument'],
    [['--config', 'x', 'greet'], '--config must stand after a command'],
  ])('%j', async (words, expected) => {
    const { status, out, said } = await run(words, { table });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(said).toContain(expected);
    expect(said.trim()).not.toContain('\n');
  });

  test('nothing at all', async () => {
    const { status, said } = await run([], { table });
    expect(status).toBe(2);
    expect(said).toContain('greet   Greets');
  });
});

describe('help', () => {
  test.each([[['--help']], [['-h']], [['help']]])('%j lists the commands', async (words) => {
    const { status, out } = await run(words, { table });
    expect(status).toBe(0);
    expect(out).toContain('  greet   Greets\n  fail    Fails\n  family  A family');
  });

  test.each([[['greet', '--help']], [['help', 'greet']], [['greet', 'x', '-h']]])(
    '%j explains one',
    async (words) => {
      const { status, out } = await run(words, { table });
      expect(status).toBe(0);
      expect(out).toContain('Usage: nightshift greet NAME [options]');
      expect(out).toContain('nightshift greet Ann  greets Ann');
      expect(out).toContain('-l, --loud');
      expect(out).toContain('--log-level LEVEL');
    },
  );

  test('lists a family', async () => {
    expect((await run(['family', '--help'], { table })).out).toContain('empty  Finds nothing');
  });

  test('has examples for every command there is', async () => {
    const loaded = await Promise.all(
      Object.entries(COMMANDS).map(async ([name, entry]) => ({
        name,
        lines: 'load' in entry ? (await entry.load()).examples.map(({ line }) => line) : [name],
      })),
    );
    const lacking = loaded.filter(({ name, lines }) => !lines[0]?.startsWith(name));
    expect(lacking).toEqual([]);
  });
});

test('--version prints the version of the package', async () => {
  expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
