import type { CommandTable } from './command.ts';
import { COMMANDS } from './command-table.ts';
import type { ExitStatus } from './exit-status.ts';
import { type Found, findCommand, loadCommand } from './find-command.ts';
import { helpOfCommand, helpOfTable } from './help.ts';
import { makeContext, type Surroundings } from './make-context.ts';
import { GLOBAL_OPTIONS } from './option-specs.ts';
import { parseOptions } from './parse-options.ts';
import { showError } from './show-error.ts';
import { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Runs one command line, without the program's name, and gives its exit status. Never rejects. */
export async function runCli(
  words: readonly string[],
  surroundings: Surroundings,
  table: CommandTable = COMMANDS,
): Promise<ExitStatus> {
  const terminal = new Terminal(surroundings);
  try {
    return await dispatch(words, { surroundings, table, terminal });
  } catch (error) {
    return showError(error, terminal, isDebugging(words, surroundings));
  }
}

interface Run {
  readonly surroundings: Surroundings;
  readonly table: CommandTable;
  readonly terminal: Terminal;
}

async function dispatch(words: readonly string[], run: Run): Promise<ExitStatus> {
  const { table, terminal } = run;
  const [first, ...others] = words;
  if (first === undefined) {
    terminal.say(helpOfTable([], table));
    return 2;
  }
  if (first === '--version' || first === '-V') return printVersion(terminal);
  if (first === '--help' || first === '-h') return print(terminal, helpOfTable([], table));
  if (first === 'help') return dispatch([...others, '--help'], run);
  if (first.startsWith('-')) throw new UsageError(`${first} must stand after a command; --help lists them.`);
  const found = findCommand(table, words);
  return 'commands' in found.entry && isHelp(found.rest)
    ? print(terminal, helpOfTable(found.path, found.entry.commands))
    : runCommand(found, run);
}

async function runCommand(found: Found, { surroundings, terminal }: Run): Promise<ExitStatus> {
  const command = await loadCommand(found);
  if (isHelp(found.rest)) return print(terminal, helpOfCommand(found.path, found.entry.summary, command));
  const parsed = parseOptions(found.rest, { ...command.options, ...GLOBAL_OPTIONS });
  const { min, max } = command.takes ?? { min: 0, max: 0 };
  if (parsed.positionals.length < min || parsed.positionals.length > max)
    throw new UsageError(
      `Expected nightshift ${[...found.path, command.usage].join(' ').trim()}; --help shows examples.`,
    );
  return (await command.run(makeContext(parsed, surroundings))) ?? 0;
}

function print(terminal: Terminal, text: string): ExitStatus {
  terminal.print(text);
  return 0;
}

async function printVersion(terminal: Terminal): Promise<ExitStatus> {
  const { version } = await import('../version.ts');
  return print(terminal, version);
}

function isHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end === -1 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

function isDebugging(words: readonly string[], { env }: Surroundings): boolean {
  const at = words.indexOf('--log-level');
  const given = at === -1 ? env['NIGHTSHIFT_LOG_LEVEL'] : words[at + 1];
  return given === 'debug' || words.includes('--log-level=debug');
}
