import type { Command, CommandTable } from './command.ts';
import { GLOBAL_OPTIONS, type OptionSpec, type OptionSpecs } from './option-specs.ts';

/** The help of `nightshift` itself, or of a family of commands. */
export function helpOfTable(path: readonly string[], table: CommandTable): string {
  const rows = Object.entries(table).map(([name, { summary }]) => [name, summary] as const);
  const name = ['nightshift', ...path].join(' ');
  return [
    `Usage: ${name} COMMAND [options]`,
    '',
    'Commands:',
    ...aligned(rows),
    '',
    `\`${name} COMMAND --help\` shows the options and examples of one.`,
  ].join('\n');
}

/** The help of one command. */
export function helpOfCommand(path: readonly string[], summary: string, command: Command): string {
  const name = ['nightshift', ...path].join(' ');
  return [
    `Usage: ${[name, command.usage, '[options]'].filter((part) => part !== '').join(' ')}`,
    '',
    `${summary}.${command.details === undefined ? '' : ` ${command.details}`}`,
    ...section(
      'Examples:',
      command.examples.map(({ line, doc }) => [`nightshift ${line}`.trim(), doc]),
    ),
    ...section('Options:', optionRows(command.options)),
    ...section('Options of every command:', optionRows(GLOBAL_OPTIONS)),
  ].join('\n');
}

type HelpRow = readonly [string, string];

function section(title: string, rows: readonly HelpRow[]): readonly string[] {
  return rows.length === 0 ? [] : ['', title, ...aligned(rows)];
}

function optionRows(specs: OptionSpecs): readonly HelpRow[] {
  return Object.entries(specs).map(([name, spec]) => [optionText(name, spec), spec.doc]);
}

function optionText(name: string, { short, type, value = 'VALUE', multiple }: OptionSpec): string {
  const long = type === 'string' ? `--${name} ${value}` : `--${name}`;
  return `${short === undefined ? '    ' : `-${short}, `}${long}${multiple ? ' …' : ''}`;
}

function aligned(rows: readonly HelpRow[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
