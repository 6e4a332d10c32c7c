import { closest } from '../job/closest.ts';
import type { Command, CommandEntry, CommandTable } from './command.ts';
import { UsageError } from './usage-error.ts';

/** A command, or the place in the table where the help was asked for. */
export interface Found {
  /** The words that lead there, like `failed list`. */
  readonly path: readonly string[];
  readonly entry: CommandEntry;
  /** Its arguments and options. */
  readonly rest: readonly string[];
}

/** The command that the first words name. Throws {@link UsageError} with the nearest name when there is none. */
export function findCommand(table: CommandTable, words: readonly string[]): Found {
  const [name = '', ...rest] = words;
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!entry) throw unknown(table, name);
  const [next] = rest;
  if (!('commands' in entry) || next === undefined || next.startsWith('-'))
    return { path: [name], entry, rest };
  const inner = findCommand(entry.commands, rest);
  return { ...inner, path: [name, ...inner.path] };
}

function unknown(table: CommandTable, name: string): UsageError {
  const near = closest(name, Object.keys(table));
  const remedy =
    near === undefined ? `expected one of ${Object.keys(table).join(', ')}` : `did you mean ${near}?`;
  return new UsageError(
    `${JSON.stringify(name)} is not a command: ${remedy}${near === undefined ? '.' : ''}`,
  );
}

/** Loads a command; a family without a second word throws {@link UsageError}. */
export async function loadCommand({ path, entry }: Found): Promise<Command> {
  if ('load' in entry) return entry.load();
  throw new UsageError(
    `nightshift ${path.join(' ')} needs one of ${Object.keys(entry.commands).join(', ')} after it.`,
  );
}
